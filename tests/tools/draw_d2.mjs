// Reads JSON from stdin: a list of D2 texts. Prints one JSON line for each, in order: {"svg": ..., "seconds": ...} or
// {"error": ...}. Drawn by D2's own code with the layout that it uses by default.
import { D2 } from "@terrastruct/d2";

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const d2 = new D2();
for (const text of JSON.parse(input)) {
  let line;
  const start = performance.now();
  try {
    const { diagram, renderOptions } = await d2.compile(text);
    line = { svg: await d2.render(diagram, { ...renderOptions, noXMLTag: true }), seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    line = { error: String(error.message ?? error) };
  }
  await new Promise((done) => process.stdout.write(JSON.stringify(line) + "\n", done));
}
process.exit(0);
