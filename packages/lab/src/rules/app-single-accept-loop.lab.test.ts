import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'app-single-accept-loop';
const ID = `${RULE}:shared`;

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('of two listeners on one port, the one that has stopped is told, before it overflows', async () => {
    await using host = await LabHost.start();
    const { namespace } = host;
    const listening = { reusePort: true, backlog: 256, seconds: 900 } as const;
    await using first = startWorkload('stalledListener', { ...listening, acceptAfterMs: 0 }, namespace);
    const { port } = await first.ready;
    await using second = startWorkload('stalledListener', { ...listening, port, acceptAfterMs: 0 }, namespace);
    await second.ready;
    {
      // Both accept: the same crowd is no news.
      await using _crowd = startWorkload('connectFlood', { port, total: 330, perSecond: 60 }, namespace);
      await host.staysSilent(RULE, 15);
    }
    second.tell('stall');
    await second.next('stalled');
    // About half of them are dealt to each: the queue is about two thirds full, too little for what overflows or is nearly full.
    await using _crowd = startWorkload('connectFlood', { port, total: 330, perSecond: 60, seconds: 900 }, namespace);
    const advice = await host.opened(ID);
    expect(advice).toMatchObject({ severity: 'warning', changes: [] });
    expect(evidenceOf(advice, 'application.processes.worstQueueGapShare')).toBeGreaterThan(0.5);
    expect(await host.counter('TcpExt.ListenOverflows')).toBe(0);
    second.tell('accept');
    await host.closed(ID);
  });
});
