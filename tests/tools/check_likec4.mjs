// Reads JSON from stdin: a list of LikeC4 texts. Prints JSON, one object for each, in order: {"errors": [...],
// "elements": [[id, kind, title], ...], "relations": number, "steps": {"view": number of steps, ...}}, where every text
// is what LikeC4's own parser understood. Each text is a project of its own in one workspace, which is read at once.
import { LikeC4 } from "likec4";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

function write(folder, texts) {
  for (const [number, text] of texts.entries()) {
    const own = join(folder, `p${number}`);
    mkdirSync(own);
    writeFileSync(join(own, "likec4.config.json"), JSON.stringify({ name: `p${number}` }));
    writeFileSync(join(own, "model.c4"), text);
  }
}

async function read(workspace, project, errors) {
  if (errors.length) return { errors };
  const model = await workspace.computedModel(project);
  const dynamic = [...model.views()].filter((view) => view.isDynamicView());
  return {
    errors,
    elements: [...model.elements()].map((element) => [element.id, element.kind, element.title]),
    relations: [...model.relationships()].length,
    steps: Object.fromEntries(dynamic.map((view) => [view.id, [...view.edges()].length])),
  };
}

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const texts = JSON.parse(input);
const folder = mkdtempSync(join(tmpdir(), "likec4-"));
try {
  write(folder, texts);
  const options = { printErrors: false, throwIfInvalid: false, logger: false, watch: false };
  const workspace = await LikeC4.fromWorkspace(folder, options);
  const found = workspace.getErrors();
  const results = [];
  for (const number of texts.keys()) {
    const own = found.filter((error) => error.sourceFsPath.includes(`${sep}p${number}${sep}`));
    const errors = own.map((error) => `line ${error.line}: ${error.message}`);
    results.push(await read(workspace, `p${number}`, errors));
  }
  process.exitCode = 0;
  process.stdout.write(JSON.stringify(results), () => process.exit());
} finally {
  rmSync(folder, { recursive: true });
}
