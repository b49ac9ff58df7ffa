import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { shortConnections } from '../scenarios/short-connections.ts';

const support = labSupport();
const RULE = 'app-short-connections';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a connection for every request is told; the same requests over kept connections end it', async () => {
    await using host = await LabHost.start();
    {
      await using _trouble = await host.play(shortConnections);
      const advice = await host.opened(RULE);
      expect(advice).toMatchObject({ severity: 'info', changes: [] });
      expect(evidenceOf(advice, 'application.churn.short')).toBeGreaterThan(200);
      // A request of 100 bytes and an answer of 500, seen from both ends, and a byte for each SYN and FIN.
      expect(advice.why).toMatch(/a mean one carried 60\d B/);
    }
    await using _kept = await host.play(shortConnections, 'look-alike');
    await host.closed(RULE);
    await host.staysSilent(RULE, 5);
  });
});
