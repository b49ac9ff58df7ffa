import { describe, expect, test } from 'vitest';
import { type Advice, evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'sock-unix-stream-full';
const STREAM = { kind: 'stream', size: 4096, seconds: 900 } as const;

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a reader that has stopped is named, one that reads in bursts is no news', async () => {
    await using host = await LabHost.start();
    const { namespace } = host;
    // Full for the last third of each interval, and empty then.
    await using _bursts = startWorkload('unixQueue', { ...STREAM, perSecond: 22, readEveryMs: 3000 }, namespace);
    await host.staysSilent(RULE, 20);
    await using stopped = startWorkload('unixQueue', { ...STREAM, perSecond: 100 }, namespace);
    // Whose sockets they are is looked up a little later.
    const isNamed = ({ where }: Advice) =>
      /^Unix stream socket of \w+ \(pid \d+, unixQueue\.ts\), read by \w+ \(pid \d+, unixQueue\.ts\): /.test(where);
    const advice = await host.opened(RULE, isNamed);
    expect(advice).toMatchObject({ severity: 'warning', changes: [] });
    expect(evidenceOf(advice, 'socket.unix.streamSendMaxFill')).toBeGreaterThan(0.95);
    stopped.tell('read');
    await host.closed(RULE);
  });
});
