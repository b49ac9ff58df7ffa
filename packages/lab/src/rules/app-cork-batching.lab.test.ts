import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { tinySegments } from '../scenarios/tiny-segments.ts';

const support = labSupport();
const RULE = 'app-cork-batching';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a segment for every few bytes is named, and no news once a cork keeps them together', async () => {
    await using host = await LabHost.start();
    {
      await using _trouble = await host.play(tinySegments);
      const advice = await host.opened(RULE);
      expect(advice).toMatchObject({ severity: 'info', changes: [] });
      // Each write is 20 bytes; when the machine is busy, a few of them are joined.
      expect(Number(/ with (\d+) B each on one connection/.exec(advice.why)?.[1])).toBeLessThan(200);
      expect(evidenceOf(advice, 'transport.tcpExt.tcpOrigDataSent')).toBeGreaterThan(500);
    }
    await using _cork = await host.play(tinySegments, 'look-alike');
    await host.closed(RULE);
    await host.staysSilent(RULE, 15);
  });
});
