import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'app-not-reading';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a program that has stopped reading is named, and is no news once it reads again', async () => {
    await using host = await LabHost.start();
    const { namespace } = host;
    await using reader = startWorkload('slowReader', { bytesPerSecond: 0, rcvbuf: 65_536 }, namespace);
    await using lazy = startWorkload('slowReader', { bytesPerSecond: 0, rcvbuf: 65_536 }, namespace);
    await using bursts = startWorkload('slowReader', { readEveryMs: 4000, rcvbuf: 65_536 }, namespace);
    const { port } = await reader.ready;
    const small = { port: (await lazy.ready).port, bytes: 10_000 };
    const steady = { port: (await bursts.ready).port, bytesPerSecond: 40_000 };
    // Another reader's data fits into its buffer: it waits as long, and nobody is held back by it.
    await using _small = startWorkload('tcpBulkSender', small, namespace);
    // And one reads in bursts: its buffer is full in the last part of each interval, and empty after it.
    await using _steady = startWorkload('tcpBulkSender', steady, namespace);
    await host.staysSilent(RULE, 25);
    await using _sender = startWorkload('tcpBulkSender', { port }, namespace);

    const advice = await host.opened(RULE);
    expect(advice).toMatchObject({ severity: 'warning', changes: [] });
    expect(advice.title).toMatch(/ has stopped reading what it receives$/);
    expect(advice.where).toContain(`127.0.0.1:${port} from 127.0.0.1:`);
    expect(advice.where).not.toContain('more connection');
    expect(evidenceOf(advice, 'socket.tcp.rcvbufBytes')).toBe(2 * 65_536);
    const { stdout } = await namespace.exec('ss', ['-HtnO', 'state', 'established', `sport = :${port}`]);
    expect(evidenceOf(advice, 'socket.sockets.recvQBytes')).toBe(Number(stdout.trim().split(/\s+/)[0]));

    reader.tell('read');
    await host.closed(RULE);
    await host.staysSilent(RULE, 3);
  });
});
