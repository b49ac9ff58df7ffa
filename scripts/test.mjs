/** `npm test`: everything, from a fresh clone. */
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/say.mjs';
import { quickSteps, runSteps } from './lib/steps.mjs';

run(async () => {
  await ensureInstalled();
  return runSteps([...quickSteps()]);
});
