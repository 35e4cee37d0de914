// Reads JSON from stdin: [{"dialect": "mermaid" | "d2", "text": "..."}, ...].
// Prints JSON, one object for each, in order: {"error": null or a message, "title": ..., "nodes": [...],
// "groups": [...], "edges": [...]}, where every text is what the dialect's own parser understood.
import { D2 } from "@terrastruct/d2";
import { JSDOM } from "jsdom";

const page = new JSDOM("<body></body>").window;
globalThis.window = page;
globalThis.document = page.document;
const mermaid = (await import("mermaid")).default;
mermaid.initialize({ startOnLoad: false, suppressErrorRendering: true });

// Mermaid keeps "#34;" as a placeholder until it draws; this is what it draws. Our line break is the only tag.
function drawn(text) {
  const box = page.document.createElement("textarea");
  box.innerHTML = text.replaceAll("ﬂ°°", "&#").replaceAll("ﬂ°", "&").replaceAll("¶ß", ";").replaceAll("<br>", "\n");
  return box.value;
}

async function readMermaid(text) {
  await mermaid.parse(text);
  const { db, type } = await mermaid.mermaidAPI.getDiagramFromText(text);
  if (type === "sequence") {
    const actors = [...db.getActors().values()];
    const messages = db.getMessages().filter((message) => message.from !== undefined);
    return {
      nodes: actors.map((actor) => drawn(actor.description)),
      groups: [],
      edges: messages.map((message) => drawn(message.message)),
    };
  }
  return {
    nodes: [...db.getVertices().values()].map((vertex) => drawn(vertex.text)),
    groups: db.getSubGraphs().map((group) => drawn(group.title)),
    edges: db.getEdges().map((edge) => drawn(edge.text)),
  };
}

async function readD2(d2, text) {
  const { diagram } = await d2.compile(text);
  const labels = (filter) => diagram.shapes.filter(filter).map((shape) => shape.label);
  const last = (shape) => shape.id.split(".").at(-1);
  return {
    title: labels((shape) => /^(title|s)$/.test(shape.id))[0],
    nodes: labels((shape) => /^[np]\d+$/.test(last(shape))),
    groups: labels((shape) => /^g\d+$/.test(last(shape))),
    edges: diagram.connections.filter((line) => line.dst && !line.dst.includes("lifeline")).map((line) => line.label),
  };
}

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const d2 = new D2();
const results = [];
for (const { dialect, text } of JSON.parse(input)) {
  try {
    const read = dialect === "mermaid" ? await readMermaid(text) : await readD2(d2, text);
    results.push({ error: null, ...read });
  } catch (error) {
    results.push({ error: String(error.message ?? error) });
  }
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
