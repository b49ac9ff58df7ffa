import { watch } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** An editor writes a file in several steps, and a checkout writes many files. */
const CALM_MS = 200;

/**
 * Calls `changed` after program files below the folders have changed: never twice at once, and again when more changed
 * meanwhile. What is built, and what is imported from elsewhere, does not count.
 * @param {readonly string[]} folders below the root of the product
 * @param {() => Promise<void>} changed
 */
export const onSourceChange = (folders, changed) => {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let busy = false;
  const act = async () => {
    if (busy) return later();
    busy = true;
    await changed();
    busy = false;
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(act, CALM_MS).unref();
  };
  for (const folder of folders)
    watch(join(ROOT, folder), { recursive: true, persistent: false }, (_event, file) => {
      if (
        file !== null &&
        /\.(ts|mjs|sql)$/.test(file) &&
        !/\.(test|spec)\.ts$|(^|\/)(node_modules|bench)\//.test(file)
      )
        later();
    });
};
