// Reads a draw.io file with mxGraph, the library that draw.io is built on, and draws its first page.
(text) => {
  const file = mxUtils.parseXml(text), box = document.createElement("div");
  document.body.append(box);
  const graph = new mxGraph(box);
  graph.setHtmlLabels(true);
  graph.foldingEnabled = false;
  graph.convertValueToString = (cell) => cell.value?.getAttribute?.("label") ?? cell.value ?? "";
  new mxCodec(file).decode(file.querySelector("mxGraphModel"), graph.getModel());
  const cells = Object.values(graph.getModel().cells);
  const sort = (cell) => cell.value?.getAttribute?.("part") ?? "";
  const labels = cells.filter((cell) => sort(cell) === "component").map((cell) => {
    const label = document.createElement("div");
    label.innerHTML = graph.convertValueToString(cell).replaceAll("<br>", "\n");
    return label.textContent;
  });
  const found = {
    parts: cells.map(sort),
    labels,
    loose: cells.filter((cell) => cell.edge && !(cell.source && cell.target)).length,
    tags: [...new Set([...box.querySelectorAll("*")].map((one) => one.localName))].sort(),
    pictures: [...box.querySelectorAll("image")].map((one) => (one.getAttribute("xlink:href") ?? "").slice(0, 11)),
  };
  graph.destroy();
  box.remove();
  return found;
}
