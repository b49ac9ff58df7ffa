/**
 * The second half of `npm run build` of the pages: each script and style sheet once more, packed by Brotli as tightly as it can, a sixth
 * smaller than what a server packs while somebody waits. Their names have hashes of what is in them, so they never change.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const pack = promisify(brotliCompress);
const folder = join(import.meta.dirname, '.next', 'static');
/** Smaller ones fit a packet either way. */
const SMALLEST_BYTES = 1000;

/** @param {string} file */
const packFile = async (file) => {
  const path = join(folder, file);
  const bytes = readFileSync(path);
  if (bytes.length < SMALLEST_BYTES) return;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(`${path}.br`, await pack(bytes, { params }));
};

await Promise.all(globSync('**/*.{js,css}', { cwd: folder }).map(packFile));
