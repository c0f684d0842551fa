// Writes modules as short as they get: script.mjs FILE...
import { readFileSync, writeFileSync } from "node:fs";
import { transform } from "esbuild";

for (const file of process.argv.slice(2)) {
  const { code } = await transform(readFileSync(file, "utf8"), {
    minify: true,
    format: "esm",
    target: "es2022",
    treeShaking: true,
  });
  writeFileSync(file, code);
}
