import type { PortsReport } from '@netstrata/metrics/details';
import type { DetailMessage } from '@netstrata/protocol/types';
import { expect, it } from 'vitest';
import { DetailReporter } from './DetailReporter.ts';
import type { DetailSource, DetailSources } from './DetailSource.ts';

const REPORT: PortsReport = { timeMs: 1, range: [1, 2], reserved: 0, destinations: 0, rows: [] };

const reporterOf = (read: DetailSource<'ports'>['read']) => {
  const calls: string[] = [];
  const sent: DetailMessage[] = [];
  const note = (call: string) => () => void calls.push(call);
  const ports: DetailSource<'ports'> = { kind: 'ports', everyMs: 5000, start: note('start'), stop: note('stop'), read };
  // Kinds that the test does not watch are never touched.
  const sources: Partial<DetailSources> = { ports };
  return { calls, sent, reporter: new DetailReporter(sources as DetailSources, (message) => sent.push(message)) };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('reports are made while somebody looks, at their own pace', async () => {
  const times: number[] = [];
  const { calls, sent, reporter } = reporterOf((monoMs) => {
    times.push(monoMs);
    return REPORT;
  });
  reporter.tick(0);
  await settled();
  expect([calls, times]).toEqual([[], []]);
  reporter.watch(['ports']);
  for (const monoMs of [1000, 2000, 5999, 6000, 7000]) {
    reporter.tick(monoMs);
    await settled();
  }
  reporter.watch(['ports']);
  expect([calls, times]).toEqual([['start'], [1000, 6000]]);
  expect(sent).toEqual(Array(2).fill({ kind: 'ports', answer: { ok: true, report: REPORT } }));
  reporter.watch([]);
  reporter.tick(20_000);
  reporter.watch(['ports']);
  reporter.tick(20_100);
  await settled();
  reporter.stop();
  expect([calls, times]).toEqual([
    ['start', 'stop', 'start', 'stop'],
    [1000, 6000, 20_100],
  ]);
});

it('a reading that fails says why and is tried again', async () => {
  const answers = [() => Promise.reject(new Error('no such file'.padEnd(2000, '!'))), () => REPORT];
  const { calls, sent, reporter } = reporterOf(() => answers.shift()?.() ?? REPORT);
  reporter.watch(['ports']);
  reporter.tick(0);
  await settled();
  const [first] = sent;
  expect(first?.answer.ok === false && first.answer.reason).toMatch(/^no such file!+$/);
  expect(first?.answer.ok === false && first.answer.reason).toHaveLength(500);
  reporter.tick(5000);
  await settled();
  expect(sent[1]?.answer.ok).toBe(true);
  expect(calls).toEqual(['start']);
});

it('a reading that hangs is not begun twice, and what comes after everybody has left is not sent', async () => {
  const slow = Promise.withResolvers<PortsReport>();
  let readings = 0;
  const { sent, reporter } = reporterOf(() => {
    readings++;
    return slow.promise;
  });
  reporter.watch(['ports']);
  reporter.tick(0);
  reporter.tick(5000);
  reporter.tick(10_000);
  expect(readings).toBe(1);
  reporter.watch([]);
  slow.resolve(REPORT);
  await settled();
  expect(sent).toEqual([]);
});
