// Reads JSON from stdin: [{"dialect": "mermaid" | "mermaid-c4" | "mermaid-architecture" | "d2", "text": "..."}, ...].
// Prints JSON, one object for each, in order: {"error": null or a message, "title": ..., "nodes": [...],
// "groups": [...], "edges": [...]}, where every text is what the dialect's own parser understood.
import { D2 } from "@terrastruct/d2";
import { JSDOM } from "jsdom";

// Mermaid keeps "#34;" as a placeholder until it draws; this is what it draws. Our line break is the only tag.
function drawn(text) {
  const box = document.createElement("textarea");
  box.innerHTML = text.replaceAll("ﬂ°°", "&#").replaceAll("ﬂ°", "&").replaceAll("¶ß", ";").replaceAll("<br>", "\n");
  return box.value;
}

async function readMermaid(mermaid, text) {
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
  if (type === "er") {
    const entities = [...db.getEntities().values()];
    return {
      nodes: entities.map((entity) => drawn(entity.alias || entity.label)),
      groups: [],
      edges: db.getRelationships().map((relation) => drawn(relation.roleA)),
      fields: entities.map((entity) => entity.attributes.length),
    };
  }
  if (type === "stateDiagram" || type === "state") {
    const states = [...db.getStates().values()].filter((state) => !/^(root_start|root_end)$/.test(state.id));
    return {
      nodes: states.map((state) => drawn(state.descriptions.join(" "))),
      groups: [],
      edges: db.getRelations().map((relation) => drawn(relation.relationTitle ?? "")),
    };
  }
  if (type === "c4") {
    const shapes = db.getC4ShapeArray();
    const words = (part) => [part.label, part.techn].map((said) => drawn(said?.text ?? "")).filter(Boolean).join("\n");
    return {
      nodes: shapes.map(words),
      groups: db.getBoundaries().filter((one) => one.alias !== "global").map((one) => drawn(one.label.text)),
      edges: db.getRels().map(words),
    };
  }
  if (type === "architecture") {
    return {
      nodes: db.getServices().map((one) => drawn(one.title)),
      groups: db.getGroups().map((one) => drawn(one.title)),
      edges: db.getEdges().map((one) => drawn(one.title ?? "")),
      places: db.getDataStructures().spatialMaps.map((map) => [...map.values()].map(String)),
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

async function startMermaid() {
  globalThis.window = new JSDOM("<body></body>").window;
  globalThis.document = globalThis.window.document;
  const mermaid = (await import("mermaid")).default;
  mermaid.initialize({ startOnLoad: false, suppressErrorRendering: true });
  return mermaid;
}

async function readAll(tasks, results, dialect, read) {
  for (const [number, task] of tasks.entries()) {
    if (task.dialect !== dialect) continue;
    try {
      results[number] = { error: null, ...(await read(task.text)) };
    } catch (error) {
      results[number] = { error: String(error.message ?? error) };
    }
  }
}

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const tasks = JSON.parse(input);
const results = [];
// D2 first: it never answers once the globals of a browser are there, and Mermaid needs them.
const d2 = new D2();
await readAll(tasks, results, "d2", (text) => readD2(d2, text));
const mermaid = await startMermaid();
for (const dialect of ["mermaid", "mermaid-c4", "mermaid-architecture"]) {
  await readAll(tasks, results, dialect, (text) => readMermaid(mermaid, text));
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
