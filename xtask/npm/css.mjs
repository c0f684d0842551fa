// One sheet from the many: css.mjs FROM TO. Cascade layers, nesting and light-dark() stay as they are.
import { writeFileSync } from "node:fs";
import { bundle } from "lightningcss";

const [from, to] = process.argv.slice(2);
const { code, warnings } = bundle({ filename: from, minify: true });
for (const { message, loc } of warnings) console.error(`${loc.filename}:${loc.line}: ${message}`);
if (warnings.length > 0) process.exit(1);
writeFileSync(to, code);
