/** `npm test`: everything, from a fresh clone. */
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/say.mjs';
import { checkSteps, playwright, runSteps, unitSteps, vitest } from './lib/steps.mjs';

run(async () => {
  await ensureInstalled();
  const browser = await ensureBrowser();
  await ensureBuilt();
  // Tests of the kernel wait for most of their time, and are as slow on a busy machine as they are right. Those of the lab want their ticks on time.
  return runSteps([checkSteps(), [vitest('kernel'), ...unitSteps()], [vitest('lab')], [playwright(browser)]]);
});
