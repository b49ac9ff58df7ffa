import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'app-fd-limit';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a process at 95 % of its limit is named, and not once it has closed its files', async () => {
    await using host = await LabHost.start();
    await using files = startWorkload('openFiles', { limit: 800, share: 0.95, seconds: 900 }, host.namespace);
    const { open } = await files.ready;

    const advice = await host.opened(RULE, (each) => evidenceOf(each, 'application.process.openFilesLimit') === 800);
    expect(advice).toMatchObject({ severity: 'warning', changes: [] });
    expect(Math.abs((evidenceOf(advice, 'application.process.openFiles') ?? 0) - open)).toBeLessThan(5);
    expect(advice.actions[1]).toContain('LimitNOFILE=2048');

    files.tell('close');
    await host.closed(advice.id);
  });
});
