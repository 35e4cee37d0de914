"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = (id) => document.getElementById(id);
  const stage = by("stage"), panel = by("panel"), details = by("details"), search = by("find"), found = by("found");
  const SVG = "http://www.w3.org/2000/svg";
  const MOST = 6, LEAST = 0.05, PAD = 24;
  const own = (table, key) => (Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined);

  /* Every text of the design goes through here: as text, never as markup. */
  function make(tag, options = {}, ...children) {
    const made = document.createElement(tag);
    if (options.cls) made.className = options.cls;
    if (options.text !== undefined) { made.textContent = options.text; made.dir = "auto"; }
    if (options.click) { made.type = "button"; made.addEventListener("click", options.click); }
    if (options.label) made.setAttribute("aria-label", options.label);
    made.append(...children.filter(Boolean));
    return made;
  }

  /* The part of the stage that the panel leaves free where it lies over it. */
  function free() {
    const whole = stage.getBoundingClientRect(), over = panel.getBoundingClientRect();
    const room = { left: 0, top: 0, right: whole.width, bottom: whole.height };
    if (over.width && over.left < whole.right && over.width >= whole.width) room.bottom = Math.max(over.top - whole.top, 80);
    else if (over.width && over.left < whole.right) room.right = over.left - whole.left;
    return room;
  }

  /* Views: each remembers where its reader was. */
  class View {
    constructor(section) {
      this.section = section;
      this.id = section.dataset.view;
      this.svg = section.querySelector("svg");
      this.box = this.svg.dataset.box.split(" ").map(Number);
      this.about = data.views.find((view) => view.id === this.id);
      this.parts = [...this.svg.querySelectorAll("[data-part]")];
      this.lines = [...this.svg.querySelectorAll("[data-line]")];
      this.scale = 0;
      for (const part of this.parts) {
        const title = part.querySelector("title");
        part.setAttribute("role", "button");
        part.setAttribute("tabindex", "0");
        part.setAttribute("aria-label", title ? title.textContent : part.dataset.part);
        const link = part.querySelector("a");
        if (link) link.setAttribute("tabindex", "-1");
      }
      for (const line of this.lines) for (const title of line.querySelectorAll("title")) line.setAttribute("aria-label", title.textContent);
    }
    get room() { return [Math.max(stage.clientWidth, 1), Math.max(stage.clientHeight, 1)]; }
    fit() {
      const [width, height] = this.room, [x, y, w, h] = this.box;
      this.scale = Math.min((width - PAD) / w, (height - PAD) / h, 1.6);
      this.x = x + w / 2;
      /* A flat picture on an upright screen stands at its top: below it there is room for details. */
      this.y = height > width ? y + (height - PAD) / 2 / this.scale : y + h / 2;
      this.isWhole = true;
      this.place();
    }
    place() {
      const [width, height] = this.room, w = width / this.scale, h = height / this.scale;
      this.svg.setAttribute("viewBox", `${this.x - w / 2} ${this.y - h / 2} ${w} ${h}`);
      by("level").textContent = `${Math.round(this.scale * 100)} %`;
    }
    zoom(factor, px, py) {
      const [width, height] = this.room;
      const next = Math.min(Math.max(this.scale * factor, LEAST), MOST);
      const dx = (px ?? width / 2) - width / 2, dy = (py ?? height / 2) - height / 2;
      this.x += dx / this.scale - dx / next;
      this.y += dy / this.scale - dy / next;
      this.scale = next;
      this.isWhole = false;
      this.keep();
      this.place();
    }
    pan(dx, dy) {
      this.x -= dx / this.scale;
      this.y -= dy / this.scale;
      this.isWhole = false;
      this.keep();
      this.place();
    }
    keep() {
      const [x, y, w, h] = this.box;
      this.x = Math.min(Math.max(this.x, x), x + w);
      this.y = Math.min(Math.max(this.y, y), y + h);
    }
    boxOf(part) {
      const box = part.getBBox(), to = part.getCTM(), whole = this.svg.getCTM().inverse().multiply(to);
      return [box.x + whole.e, box.y + whole.f, box.width, box.height];
    }
    center(part, least) {
      const [x, y, w, h] = this.boxOf(part), [width, height] = this.room, room = free();
      this.scale = Math.max(this.scale, least);
      this.x = x + w / 2 + (width / 2 - (room.left + room.right) / 2) / this.scale;
      this.y = y + h / 2 + (height / 2 - (room.top + room.bottom) / 2) / this.scale;
      this.isWhole = false;
      this.place();
    }
    shows(part) {
      const seen = part.getBoundingClientRect(), whole = stage.getBoundingClientRect(), room = free();
      return seen.left >= whole.left + room.left && seen.right <= whole.left + room.right
        && seen.top >= whole.top + room.top && seen.bottom <= whole.top + room.bottom;
    }
    of(id) { return this.parts.filter((part) => part.dataset.part === id); }
    ring(part, cls) {
      const [x, y, w, h] = this.boxOf(part), ring = document.createElementNS(SVG, "rect");
      for (const [name, value] of [["x", x - 6], ["y", y - 6], ["width", w + 12], ["height", h + 12], ["rx", 14]]) ring.setAttribute(name, value);
      ring.setAttribute("class", `ring ${cls}`);
      this.svg.append(ring);
    }
    clear() {
      this.svg.classList.remove("dimmed");
      for (const one of this.svg.querySelectorAll(".on")) one.classList.remove("on");
      for (const one of this.svg.querySelectorAll(".ring")) one.remove();
    }
  }

  const views = [...document.querySelectorAll(".view")].map((section) => new View(section));
  const entries = [...document.querySelectorAll(".entry")];
  let current = views[0], chosen = null;

  function show(id, options = {}) {
    const next = views.find((view) => view.id === id);
    if (!next) return false;
    current.clear();
    current.section.hidden = true;
    current = next;
    current.section.hidden = false;
    for (const entry of entries) {
      if (entry.dataset.view === id) entry.setAttribute("aria-current", "page");
      else entry.removeAttribute("aria-current");
    }
    document.body.classList.remove("choosing");
    by("menu").setAttribute("aria-expanded", "false");
    if (!current.scale || current.isWhole) current.fit(); else current.place();
    if (!options.quiet) { select(null); tell(`${current.about.title}. ${current.about.subtitle}`); }
    remember();
    return true;
  }

  function remember() {
    const part = chosen && chosen.part ? `/${chosen.part}` : "";
    try { history.replaceState(null, "", `#${current.id}${part}`); } catch { /* a page in a frame may not */ }
  }
  const tell = (text) => { by("told").textContent = text; };

  /* What is selected: a part, or a line by its ends. */
  const partOf = (id) => own(current.about.cards, id) || own(data.parts, id);
  const nameOf = (id) => (partOf(id) || own(data.parts, id) || { name: id }).name;

  function select(target, options = {}) {
    for (const view of views) view.clear();
    chosen = target;
    if (target && target.part) mark(target.part);
    if (target && target.line) markLine(target.line);
    describe();
    if (target && options.open !== false) openPanel(true);
    remember();
  }

  function mark(id) {
    const cards = current.of(id);
    if (!cards.length) return;
    current.svg.classList.add("dimmed");
    const near = new Set([id]);
    for (const line of current.lines) {
      const ends = line.dataset.line.split(" ").map((pair) => pair.split(">"));
      if (!ends.some((pair) => pair.includes(id))) continue;
      line.classList.add("on");
      for (const pair of ends) if (pair.includes(id)) pair.forEach((end) => near.add(end));
    }
    lightTrunks();
    for (const part of current.parts) if (near.has(part.dataset.part)) part.classList.add("on");
    for (const card of cards) current.ring(card, "");
  }

  /* Lines that run together share their last piece, which belongs to the one of them that has the tip. */
  function lightTrunks() {
    const nets = new Set(current.lines.filter((line) => line.classList.contains("on")).map((line) => line.dataset.net).filter(Boolean));
    for (const line of current.lines) if (nets.has(line.dataset.net) && line.querySelector("path[stroke=none]")) line.classList.add("on");
  }

  function markLine(words) {
    current.svg.classList.add("dimmed");
    const ends = new Set(words.split(/[ >]/));
    for (const line of current.lines) if (line.dataset.line === words) line.classList.add("on");
    lightTrunks();
    for (const part of current.parts) if (ends.has(part.dataset.part)) part.classList.add("on");
  }

  /* From a list to a part: in this view if it is there, else in the first view that has it. */
  function go(id) {
    if (!current.of(id).length || own(current.about.cards, id)) {
      const other = views.find((view) => view.of(id).length && !own(view.about.cards, id));
      if (other) show(other.id, { quiet: true });
    }
    select({ part: id });
    const card = current.of(id)[0];
    if (card) { current.center(card, 0.9); card.focus({ preventScroll: true }); }
    tell(nameOf(id));
  }

  /* The panel. */
  function openPanel(isOpen) {
    const before = stage.clientWidth;
    document.body.classList.toggle("plain", !isOpen);
    by("about").setAttribute("aria-expanded", String(isOpen));
    if (stage.clientWidth !== before) resized();
  }

  const section = (title, ...children) => (children.length ? [make("h3", { text: title }), ...children] : []);
  const facts = (rows, cls) => {
    const list = make("dl", { cls: cls || "" });
    for (const [name, value] of rows) if (value) list.append(make("dt", { text: name }), make("dd", { text: String(value) }));
    return list.children.length ? [list] : [];
  };
  /* Back to the whole design; a panel that lies over the picture goes away. */
  function dismiss() {
    select(null, { open: false });
    if (getComputedStyle(panel).position === "fixed") openPanel(false);
  }
  function closer() {
    const button = make("button", { cls: "icon close", label: "Close", click: dismiss });
    const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M7 7l10 10M17 7 7 17");
    svg.append(path);
    button.append(svg);
    return button;
  }
  function findingCard(finding) {
    const state = finding.state === "open" ? "" : ` · ${finding.state}`;
    return make("div", { cls: "card" },
      make("span", { cls: `grade ${finding.severity}`, text: finding.severity }),
      make("span", { cls: "rule", text: `${finding.rule}${state}` }),
      make("p", { text: finding.message }),
      finding.fix && make("p", { cls: "quiet", text: finding.fix }));
  }
  const modes = { sync: "synchronous", async: "asynchronous", replication: "replication" };
  function lineButton(line, isOut) {
    const end = isOut ? line.to : line.from;
    const how = [line.protocol, modes[line.mode]].filter(Boolean).join(", ");
    return make("button", { cls: "link", click: () => go(end) },
      make("span", { cls: "arrow", text: isOut ? "→" : "←" }),
      make("span", { text: nameOf(end) }),
      make("small", { text: [line.label, how].filter(Boolean).join(" · ") }));
  }

  function describe() {
    details.replaceChildren(...(chosen && chosen.part ? ofPart(chosen.part) : chosen && chosen.line ? ofLine(chosen.line) : ofDesign()));
    panel.scrollTop = 0;
  }

  function ofPart(id) {
    const part = partOf(id);
    if (!part) return ofDesign();
    const isCard = Boolean(own(current.about.cards, id));
    const outgoing = isCard ? [] : data.lines.filter((line) => line.from === id);
    const incoming = isCard ? [] : data.lines.filter((line) => line.to === id && line.from !== id);
    const findings = isCard ? [] : data.findings.filter((finding) => finding.subjects.includes(id));
    const inside = current.of(id).map((one) => one.querySelector("a")).find(Boolean);
    const kind = [part.kind, part.technology !== part.kind && part.technology].filter(Boolean).join(" · ");
    const says = own(current.about.says, id) || [];
    return [
      make("div", { cls: "head" }, make("h2", { text: part.name }), closer()),
      make("p", { cls: "sortline" }, make("span", { cls: `dot ${part.family}` }), make("span", { text: kind })),
      says.length ? make("div", { cls: "chips" }, ...says.map((text) => make("span", { cls: "chip", text }))) : "",
      part.description ? make("p", { text: part.description }) : "",
      inside ? make("button", { cls: "open", text: "Show what is inside", click: () => show(inside.getAttribute("href").slice(1)) }) : "",
      ...facts([["Copies", part.replicas > 1 ? part.replicas.toLocaleString("en") : ""], ["Boundary", part.boundary],
        ["Exists already", part.existing ? "yes" : ""], ["From", part.origin]], "pairs"),
      ...section("Fields", ...(part.rows || []).map((text) => make("div", { cls: "link", text }))),
      ...section(`Findings (${findings.length})`, ...findings.map(findingCard)).slice(findings.length ? 0 : 1),
      ...section("Estimates", ...facts((part.figures || []).map((one) => [one.name, one.value]))),
      ...section("Lines", ...(isCard ? linesOf(id) : [])),
      ...section("Calls and sends to", ...outgoing.map((line) => lineButton(line, true))),
      ...section("Is called by", ...incoming.map((line) => lineButton(line, false))),
    ].filter(Boolean);
  }

  /* Of a card that is no component: what its view says of the lines at it. */
  function linesOf(id) {
    const lines = current.lines.filter((line) => line.dataset.line.split(/[ >]/).includes(id));
    return [...new Set(lines.map((line) => line.getAttribute("aria-label")).filter(Boolean))].map((text) => make("div", { cls: "link", text }));
  }

  function ofLine(words) {
    const pairs = words.split(" ").map((pair) => pair.split(">"));
    const lines = data.lines.filter((line) => pairs.some(([from, to]) => line.from === from && line.to === to));
    const [from, to] = pairs[0];
    const cards = lines.map((line) => make("div", { cls: "card" },
      make("strong", { text: line.label || "Connection" }),
      ...facts([["From", nameOf(line.from)], ["To", nameOf(line.to)], ["Protocol", line.protocol], ["Mode", modes[line.mode]],
        ["Put there by", line.origin], ...line.figures.map((one) => [one.name, one.value])], "pairs"),
      ...data.findings.filter((finding) => finding.subjects.includes(line.id)).map(findingCard)));
    const node = current.lines.find((line) => line.dataset.line === words);
    return [
      make("div", { cls: "head" }, make("h2", { text: `${nameOf(from)} → ${nameOf(to)}` }), closer()),
      cards.length && current.about.kind !== "sequence" ? "" : make("p", { cls: "quiet", text: node ? node.getAttribute("aria-label") || "" : "" }),
      ...cards,
      ...section("Ends", ...[...new Set(pairs.flat())].filter(partOf).map((id) => make("button", { cls: "link", text: nameOf(id), click: () => go(id) }))),
    ].filter(Boolean);
  }

  function ofDesign() {
    const open = data.findings.filter((finding) => finding.state === "open");
    const notes = current.about.notes.map((note) => make("div", { cls: "card" },
      make("strong", { text: [note.mark, note.title].filter(Boolean).join(" · ") }), note.text && make("p", { cls: "quiet", text: note.text })));
    const keys = make("div", { cls: "keys" });
    for (const [key, what] of [["/", "find a component"], ["+ −", "zoom"], ["0", "whole picture"], ["← ↑ → ↓", "move"], ["Tab", "next card"], ["Esc", "back"]])
      keys.append(make("kbd", { text: key }), make("span", { text: what }));
    return [
      make("h2", { text: current.about.title }),
      make("p", { cls: "quiet", text: current.about.subtitle }),
      current === views[0] && data.summary ? make("p", { text: data.summary }) : "",
      ...section("In this picture", ...notes),
      ...section("Design", ...facts([["Components", data.counts.components], ["Connections", data.counts.connections], ["Flows", data.counts.flows],
        ...data.figures.slice(0, 12).map((one) => [one.name, one.value])])),
      ...section("Findings", ...(open.length ? open.slice(0, 60).map((finding) => {
        const part = finding.subjects.find((id) => own(data.parts, id));
        const card = findingCard(finding);
        if (part) card.append(make("button", { cls: "link", text: data.parts[part].name, click: () => go(part) }));
        return card;
      }) : [make("p", { cls: "quiet", text: "No open finding." })])),
      ...section("Keys", keys),
    ].filter(Boolean);
  }

  /* Search. */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const index = Object.entries(data.parts).map(([id, part]) => ({ id, part, name: plain(part.name), words: plain([part.name, part.kind, part.technology, part.boundary, part.description].join(" ")) }));
  let hits = [], at = -1;
  function look() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    for (const view of views) view.clear();
    chosen = null;
    at = -1;
    hits = words.length ? index.filter((one) => words.every((word) => one.words.includes(word))) : [];
    hits.sort((a, b) => Number(b.name.includes(words[0])) - Number(a.name.includes(words[0])) || (a.name < b.name ? -1 : 1));
    const known = new Set(hits.map((hit) => hit.id));
    if (words.length) {
      current.svg.classList.add("dimmed");
      for (const part of current.parts) if (known.has(part.dataset.part)) { part.classList.add("on"); current.ring(part, "hit"); }
    }
    found.replaceChildren(...hits.slice(0, 50).map((hit, number) => {
      const item = make("li", {}, make("span", { cls: `dot ${hit.part.family}` }), make("span", { cls: "name", text: hit.part.name }),
        make("span", { cls: "sort", text: [hit.part.kind, hit.part.technology].filter(Boolean).join(" · ") }));
      item.id = `hit-${number}`;
      item.setAttribute("role", "option");
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => take(number));
      return item;
    }));
    if (words.length && !hits.length) found.append(make("li", { cls: "none", text: "Nothing is called that." }));
    found.hidden = !words.length;
    search.setAttribute("aria-expanded", String(words.length > 0));
    if (words.length) tell(hits.length === 1 ? "1 component" : `${hits.length} components`);
    if (hits.length) pick(0); else search.removeAttribute("aria-activedescendant");
  }
  function pick(number) {
    const items = [...found.querySelectorAll("[role=option]")];
    if (!items.length) return;
    at = (number + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    items[at].scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", items[at].id);
  }
  function take(number) {
    const hit = hits[number];
    if (!hit) return;
    leave();
    go(hit.id);
  }
  function leave() {
    found.hidden = true;
    search.value = "";
    search.setAttribute("aria-expanded", "false");
    search.removeAttribute("aria-activedescendant");
    search.blur();
    for (const view of views) view.clear();
  }
  search.addEventListener("input", look);
  search.addEventListener("blur", () => { found.hidden = true; search.setAttribute("aria-expanded", "false"); });
  search.addEventListener("focus", () => { if (search.value) look(); });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") pick(at + 1);
    else if (event.key === "ArrowUp") pick(at - 1);
    else if (event.key === "Enter") take(at);
    else if (event.key === "Escape") { leave(); stage.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /* Pointers: one moves the picture or clicks, two zoom it. */
  const pointers = new Map();
  let start = null, pinch = 0;
  const spot = (event) => { const box = stage.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || event.target.closest(".tools")) return;
    pointers.set(event.pointerId, spot(event));
    start = { at: spot(event), moved: pointers.size > 1, target: event.target };
    if (pointers.size === 2) pinch = spread();
  });
  stage.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const [x, y] = spot(event), [px, py] = pointers.get(event.pointerId);
    if (pointers.size === 1) {
      if (!start.moved && Math.hypot(x - start.at[0], y - start.at[1]) < 5) return;
      if (!start.moved) { start.moved = true; stage.classList.add("moving"); try { stage.setPointerCapture(event.pointerId); } catch { /* it has ended */ } }
      current.pan(x - px, y - py);
    }
    pointers.set(event.pointerId, [x, y]);
    if (pointers.size === 2) {
      const wide = spread(), middle = [...pointers.values()].reduce((sum, one) => [sum[0] + one[0] / 2, sum[1] + one[1] / 2], [0, 0]);
      if (pinch > 0 && wide > 0) current.zoom(wide / pinch, middle[0], middle[1]);
      pinch = wide;
    }
  });
  const spread = () => { const [a, b] = [...pointers.values()]; return Math.hypot(a[0] - b[0], a[1] - b[1]); };
  function lift(event) {
    if (!pointers.delete(event.pointerId)) return;
    stage.classList.remove("moving");
    if (pointers.size || !start || start.moved || event.type === "pointercancel") return;
    press(start.target);
  }
  stage.addEventListener("pointerup", lift);
  stage.addEventListener("pointercancel", lift);
  function press(target) {
    const part = target.closest("[data-part]"), line = target.closest("[data-line]");
    if (part) {
      select({ part: part.dataset.part });
      if (!current.shows(part)) current.center(part, 0.7);
    } else if (line) select({ line: line.dataset.line });
    else if (chosen) dismiss();
    if (part) part.focus({ preventScroll: true });
  }
  stage.addEventListener("click", (event) => {
    if (event.target.closest("a")) event.preventDefault();
  });
  stage.addEventListener("dblclick", (event) => {
    const link = event.target.closest("a");
    if (link) show(link.getAttribute("href").slice(1));
    else if (!event.target.closest("[data-part],.tools")) current.zoom(1.6, ...spot(event));
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const step = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
    current.zoom(Math.exp(-Math.max(-240, Math.min(240, step)) * (event.ctrlKey ? 0.01 : 0.0016)), ...spot(event));
  }, { passive: false });

  /* Keys. */
  const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    const part = event.target instanceof Element && event.target.closest("[data-part]");
    if ((event.key === "Enter" || event.key === " ") && part) select({ part: part.dataset.part });
    else if (event.key === "/") search.focus();
    else if (event.key === "+" || event.key === "=") current.zoom(1.25);
    else if (event.key === "-" || event.key === "_") current.zoom(0.8);
    else if (event.key === "0") current.fit();
    else if (event.key === "Escape") { if (document.body.classList.contains("choosing")) choose(false); else dismiss(); }
    else if (own(moves, event.key) && !event.target.closest("#panel,#views,.top")) current.pan(...moves[event.key]);
    else return;
    event.preventDefault();
  });
  stage.addEventListener("focusin", (event) => {
    const part = event.target.closest("[data-part]");
    if (part && part.matches(":focus-visible")) {
      for (const old of current.svg.querySelectorAll(".ring.hit")) old.remove();
      current.ring(part, "hit");
      if (!current.shows(part)) current.center(part, current.scale);
    }
    stage.scrollTo(0, 0);
  });
  stage.addEventListener("focusout", () => { for (const old of current.svg.querySelectorAll(".ring.hit")) old.remove(); });

  /* Buttons. */
  function choose(isOpen) {
    document.body.classList.toggle("choosing", isOpen);
    by("menu").setAttribute("aria-expanded", String(isOpen));
  }
  by("menu").addEventListener("click", () => choose(!document.body.classList.contains("choosing")));
  for (const entry of entries) entry.addEventListener("click", () => show(entry.dataset.view));
  by("in").addEventListener("click", () => current.zoom(1.25));
  by("out").addEventListener("click", () => current.zoom(0.8));
  by("fit").addEventListener("click", () => current.fit());
  by("about").addEventListener("click", () => openPanel(document.body.classList.contains("plain")));
  by("print").addEventListener("click", () => window.print());
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  by("theme").addEventListener("click", () => {
    const root = document.documentElement, isDark = root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches;
    root.dataset.theme = isDark ? "light" : "dark";
    tell(isDark ? "Light" : "Dark");
  });

  /* Size, paper, address. */
  function resized() { if (current.isWhole || !current.scale) current.fit(); else current.place(); }
  new ResizeObserver(resized).observe(stage);
  window.addEventListener("beforeprint", () => { for (const view of views) view.svg.setAttribute("viewBox", view.box.join(" ")); });
  window.addEventListener("afterprint", () => { for (const view of views) if (view.scale) view.place(); resized(); });
  function follow() {
    const [id, part] = location.hash.slice(1).split("/");
    if (id && id !== current.id) show(id, { quiet: true });
    if (part && current.of(part).length) { select({ part }); current.center(current.of(part)[0], 0.6); } else describe();
  }
  window.addEventListener("hashchange", follow);

  openPanel(window.innerWidth > 1080);
  current.fit();
  follow();
})();
