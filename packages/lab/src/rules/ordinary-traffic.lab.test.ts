import { describe, expect, test } from 'vitest';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const LONG_MS = 50_000;

describe.skipIf(!support.ok)(`no rule${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('three quarters of a minute and more of ordinary traffic are no news', async () => {
    await using host = await LabHost.start();
    await using ordinary = startWorkload('mixedLoad', { seconds: 900 }, host.namespace);
    await ordinary.ready;
    await expect.poll(() => host.ageMs, { timeout: 2 * LONG_MS }).toBeGreaterThan(LONG_MS - 1000);
    expect(host.ownNews).toEqual([]);
    const done = await ordinary.stop();
    expect(done.requests).toBeGreaterThan(200);
    expect(done.shortConnections).toBeGreaterThan(20);
    expect(done.datagrams).toBeGreaterThan(40);
  });
});
