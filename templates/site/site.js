"use strict";
// Everything is in the page: nothing is asked of a server, and texts only ever become text.
const form = document.getElementById("search");
const designs = JSON.parse(document.getElementById("data").textContent);
const fields = ["q", "system", "technology", "finding"].filter((name) => form.elements[name]);

function wanted() {
  return Object.fromEntries(fields.map((name) => [name, form.elements[name].value.trim()]));
}

function isWanted(design, asked) {
  const words = (asked.q || "").toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = fields.filter((name) => name !== "q" && asked[name]);
  return words.every((word) => design.words.includes(word)) && chosen.every((name) => design[name].includes(asked[name]));
}

function show() {
  const asked = wanted();
  let shown = 0;
  for (const design of designs) {
    const fits = isWanted(design, asked);
    document.getElementById(`d-${design.id}`).hidden = !fits;
    shown += fits;
  }
  const all = designs.length;
  document.getElementById("count").textContent = (shown === all ? "" : `${shown} of `) + `${all} design${all === 1 ? "" : "s"}`;
  document.getElementById("none").hidden = shown > 0;
  const said = new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
  history.replaceState(null, "", said ? `#${said}` : location.pathname + location.search);
}

function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  for (const name of fields) form.elements[name].value = said.get(name) || "";
  show();
}

form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
addEventListener("hashchange", readAddress);
readAddress();
