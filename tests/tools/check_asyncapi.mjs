// Reads JSON from stdin: [{"name": "...", "text": "..."}, ...].
// Prints JSON, one object for each, in order: {"name", "problems": [...], "channels": n, "operations": n, "messages": n}.
import { Parser } from "@asyncapi/parser";

const SEVERE = 1; // errors and warnings; hints about what may be added do not count

async function text() {
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

const parser = new Parser();
const found = [];
for (const task of JSON.parse(await text())) {
  const { document, diagnostics } = await parser.parse(task.text);
  const problems = diagnostics
    .filter((item) => item.severity <= SEVERE)
    .map((item) => `${item.path.join("/")}: ${item.code}: ${item.message}`);
  found.push({
    name: task.name,
    problems,
    channels: document?.channels().all().length ?? 0,
    operations: document?.operations().all().length ?? 0,
    messages: document?.messages().all().length ?? 0,
  });
}
console.log(JSON.stringify(found));
