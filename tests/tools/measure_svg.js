// Measures an SVG of any of the tools as a browser draws it: crossings of lines, words on words, words off the picture,
// shape, and the size of its smallest letters when it fills a page of A4 (in points). Lines are told by the classes
// which the tools give them.
(svg) => {
  const box = document.createElement("div");
  box.innerHTML = svg;
  document.body.append(box);
  const root = box.querySelector("svg");
  root.style.maxWidth = "none";
  const view = root.viewBox.baseVal;
  const wide = view?.width || root.width.baseVal.value, high = view?.height || root.height.baseVal.value;
  root.setAttribute("width", wide);
  root.setAttribute("height", high);
  const frame = root.getBoundingClientRect();
  const inDefinition = (item) => item.closest("defs, marker, mask, symbol, clipPath");
  const selector = "g[data-line] > g > path:first-of-type, path.connection, path.flowchart-link, g.edge path";
  const lines = [...root.querySelectorAll(selector)].filter((path) => !inDefinition(path)).map((path) => {
    const length = path.getTotalLength(), steps = Math.min(200, Math.max(4, Math.ceil(length / 6)));
    const matrix = path.getScreenCTM();
    return Array.from({ length: steps + 1 }, (_, n) => path.getPointAtLength((length * n) / steps).matrixTransform(matrix));
  });
  const side = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  const meets = (a, b, c, d) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  const bounds = lines.map((line) => [
    Math.min(...line.map((p) => p.x)), Math.max(...line.map((p) => p.x)),
    Math.min(...line.map((p) => p.y)), Math.max(...line.map((p) => p.y)),
  ]);
  let crossings = 0;
  for (let i = 0; i < lines.length; i++) {
    for (let j = 0; j < i; j++) {
      const [one, other] = [bounds[i], bounds[j]];
      if (one[0] > other[1] || other[0] > one[1] || one[2] > other[3] || other[2] > one[3]) continue;
      let last = -9;
      for (let a = 1; a < lines[i].length; a++) {
        for (let b = 1; b < lines[j].length; b++) {
          if (a - last > 2 && meets(lines[i][a - 1], lines[i][a], lines[j][b - 1], lines[j][b])) { crossings++; last = a; }
        }
      }
    }
  }
  const leaves = [...root.querySelectorAll("text, foreignObject p, foreignObject span")].filter(
    (item) => !inDefinition(item) && item.textContent.trim() && ![...item.children].some((child) => /^(p|span)$/.test(child.localName)),
  );
  const words = leaves.map((item) => {
    const at = item.getBoundingClientRect(), size = parseFloat(getComputedStyle(item).fontSize);
    return { x: at.x, y: at.y, right: at.right, bottom: at.bottom, size };
  }).filter((item) => item.right - item.x > 1);
  let overlaps = 0, outside = 0;
  for (let i = 0; i < words.length; i++) {
    const one = words[i];
    outside += one.x < frame.x - 2 || one.right > frame.right + 2 || one.y < frame.y - 2 || one.bottom > frame.bottom + 2;
    for (let j = 0; j < i; j++) {
      const other = words[j];
      overlaps += Math.min(one.right, other.right) - Math.max(one.x, other.x) > 3 && Math.min(one.bottom, other.bottom) - Math.max(one.y, other.y) > 5;
    }
  }
  const least = Math.min(...words.map((item) => item.size));
  box.remove();
  const mm = 72 / 25.4, pages = [[190 * mm, 277 * mm], [277 * mm, 190 * mm]];
  const scale = Math.max(...pages.map(([across, down]) => Math.min(across / wide, down / high)));
  return { lines: lines.length, crossings, overlaps, outside, aspect: wide / high, letters: words.length ? least * scale : 0, width: wide, height: high };
}
