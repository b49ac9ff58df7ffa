/** `npm run check`: the quick part of the tests, without kernel traffic and without a browser. */
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/say.mjs';
import { checkSteps, runSteps, unitSteps } from './lib/steps.mjs';

run(async () => {
  await ensureInstalled();
  return runSteps([checkSteps(), unitSteps()]);
});
