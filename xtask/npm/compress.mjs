// Lays FILE.br and FILE.gz beside each text and program below a folder, as small as they get: compress.mjs FOLDER.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** How many of the nearest distances of a repeat have a code of their own. Which is shortest only trying tells, and of what
 *  everybody waits for that is worth the seconds. */
const DIRECT = { others: [0], program: [0, 1, 4, 6] };

const compressible = /\.(css|html|js|json|svg|wasm|webmanifest)$/;
const [folder] = process.argv.slice(2);

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !compressible.test(entry.name)) continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = readFileSync(file);
  const ways = (entry.name.endsWith("_bg.wasm") ? DIRECT.program : DIRECT.others).map((direct) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_NDIRECT]: direct,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  );
  const brotli = ways.reduce((one, other) => (one.length <= other.length ? one : other));
  const gzip = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  if (brotli.length < bytes.length) writeFileSync(`${file}.br`, brotli);
  if (gzip.length < bytes.length) writeFileSync(`${file}.gz`, gzip);
}
