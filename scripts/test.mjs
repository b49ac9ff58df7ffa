/** `npm test`: everything, from a fresh clone. */
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/say.mjs';
import { playwright, quickSteps, runSteps, vitest } from './lib/steps.mjs';

run(async () => {
  await ensureInstalled();
  const browser = await ensureBrowser();
  await ensureBuilt();
  return runSteps([...quickSteps(), vitest('kernel'), vitest('lab'), playwright(browser)]);
});
