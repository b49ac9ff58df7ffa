import { describe, test } from 'vitest';
import { createNamespace } from '../namespace/namespace.ts';
import { labSupport } from '../namespace/support.ts';
import { onlyOne } from '../scenario/onlyOne.ts';
import { Stage } from '../scenario/Stage.ts';
import { SCENARIOS } from './index.ts';

const SECONDS = 600;
const PATIENCE = { timeout: 240_000, interval: 500 };

/** Each condition is made on the running kernel, and the kernel says so; what only looks like it does not say it meanwhile. */
describe.concurrent('scenarios', () => {
  for (const scenario of SCENARIOS) {
    const { ok, reason } = (scenario.needs ?? labSupport)();
    test.skipIf(!ok)(`${scenario.name}${reason && ` (skipped: ${reason})`}`, async ({ expect }) => {
      const { read, least, what } = scenario.sign;
      await using _only = scenario.only === undefined ? undefined : await onlyOne(scenario.only);
      await using here = await createNamespace();
      await using elsewhere = await createNamespace();
      // Both at once: what only looks like it has as long, and no longer, to show the sign too.
      const [lookAlike, trouble] = await Promise.all([
        Stage.play(scenario, elsewhere, { part: 'look-alike', seconds: SECONDS }),
        Stage.play(scenario, here, { part: 'trouble', seconds: SECONDS }),
      ]);
      await using both = new AsyncDisposableStack();
      for (const stage of [lookAlike, trouble]) both.use(stage);
      await expect.poll(() => read(trouble), { ...PATIENCE, message: what }).toBeGreaterThanOrEqual(least);
      expect(await read(lookAlike), `look-alike: ${what}`).toBeLessThan(least);
    });
  }
});
