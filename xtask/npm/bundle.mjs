// One module from several, with the packages it imports: bundle.mjs FROM TO. What is under a licence that asks to be named
// along goes first in the file.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const packages = join(dirname(fileURLToPath(import.meta.url)), "node_modules");
const [from, to] = process.argv.slice(2);
const licence = readFileSync(join(packages, "leaflet/LICENSE"), "utf8").trim();

await build({
  entryPoints: [from],
  outfile: to,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* Leaflet\n${licence}\n*/` },
  nodePaths: [packages],
  logLevel: "warning",
});
