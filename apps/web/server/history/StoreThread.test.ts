import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { FACTS } from '../testing/TestAgent.ts';
import { HistoryError, StoreThread } from './StoreThread.ts';

const HELLO = { facts: FACTS };

const use = resources();

it('answers in order, hands on what a call throws, and does all before it closes', async () => {
  const folder = use.folder();
  const path = join(folder, 'h.sqlite');
  const thread = await StoreThread.open(path, () => {});
  const tick = { seq: 1, timeMs: 1_700_000_000_000, monoMs: 1, values: Float64Array.of(5) };
  const batch = {
    hostId: 'host-0001',
    session: 'session-0001',
    series: [{ metric: 'transport.tcp.outSegs', labels: {} }],
    ticks: [tick],
  };
  await expect(thread.call('append', [batch])).rejects.toEqual(
    new HistoryError('Host host-0001 has not introduced itself.', 'unknown-host'),
  );
  const saved = thread.call('saveHost', HELLO, 1000);
  const appended = thread.call('append', [batch]);
  expect(thread.pending).toBe(2);
  await thread.close();
  await saved;
  expect(await appended).toEqual([1]);
  const again = await StoreThread.open(path, () => {});
  expect(await again.call('committedSeq', 'host-0001', 'session-0001')).toBe(1);
  await again.close();
  await expect(again.call('hosts')).rejects.toEqual(new HistoryError('the history is not open'));
});

it('is refused what is no store', async () => {
  const folder = use.folder();
  await expect(StoreThread.open(folder, () => {})).rejects.toMatchObject({
    name: 'HistoryError',
    code: 'unwritable',
  });
});
