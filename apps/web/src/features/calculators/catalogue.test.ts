import { expect, test } from 'vitest';
import { socketRow } from '../sockets/testing/socketRow.ts';
import { CALCULATORS } from './catalogue.ts';
import { hostNumbers } from './hostNumbers.ts';
import { prefilled, troubleOf, valuesOf } from './inputs.ts';

const NOTHING = hostNumbers({
  facts: undefined,
  sysctls: undefined,
  interfaces: undefined,
  transport: undefined,
  link: undefined,
  far: [],
});

const FAR = socketRow({ remotePort: 873, process: 'rsync', rttUs: 40_200 });

test.each(CALCULATORS)(
  '$id answers with what is usual, in both languages, and draws it',
  ({ inputs, calculate, picture }) => {
    const texts = prefilled(inputs, NOTHING);
    for (const input of inputs) expect(troubleOf(input, texts[input.id] ?? ''), input.id).toBeUndefined();
    const values = valuesOf(texts);
    const calculation = calculate(values, texts);
    expect(calculation.answer.en).not.toBe(calculation.answer['zh-CN']);
    expect(calculation.steps.length).toBeGreaterThan(1);
    const numbers = JSON.stringify(picture(calculation, values));
    expect(numbers).not.toContain('null');
  },
);

test('the usual numbers of the question are its ten sockets: they hold 100 KiB', () => {
  const sockets = CALCULATORS.find(({ id }) => id === 'sockets');
  const texts = { ...prefilled(sockets?.inputs ?? [], NOTHING), rmemMax: '102400', tcpRmem: '4096 16384 81920' };
  const calculation = sockets?.calculate(valuesOf(texts), texts);
  expect(calculation?.answer.en).toBe('Yes: 100 KiB fit for sure, 100 KiB are wanted.');
});

test('a host says what it knows', () => {
  const update = (layer: 'transport' | 'link', values: readonly [string, number, number | null][]) => ({
    hostId: 'x',
    layer,
    timeMs: 0,
    values: values.map(([metric, value, perSecond]) => ({ metric, labels: {}, value, perSecond })),
  });
  const host = hostNumbers({
    facts: undefined,
    sysctls: {
      timeMs: 0,
      startedMs: 0,
      bootMs: 0,
      rows: [{ name: 'net.core.somaxconn', value: '128', setters: [] }],
      namespaces: [],
    },
    interfaces: undefined,
    transport: update('transport', [
      ['transport.tcp.rttMedianUs', 62, null],
      ['transport.tcp.outSegs', 9, 1000],
      ['transport.tcp.retransSegs', 9, 5],
      ['transport.udp.inDatagrams', 9, 500],
      ['transport.udp.inErrors', 9, 100],
    ]),
    link: update('link', [
      ['link.softnet.processed', 1, 10],
      ['link.softnet.processed', 1, 70],
    ]),
    far: [FAR],
  });
  expect(host).toMatchObject({ lossPercent: 0.5, packetsPerSecond: 70, linkMbit: undefined });
  const rtt = CALCULATORS.flatMap(({ inputs }) => inputs).filter(({ id }) => id === 'rttMs');
  expect(rtt.map(({ ofHost, ofWhat }) => [ofHost?.(host), ofWhat?.(host)])).toEqual([
    ['40.2', 'rsync → 10.0.0.9:873'],
    ['40.2', 'rsync → 10.0.0.9:873'],
  ]);
  expect(host.datagramsPerSecond).toBe(600);
  expect(host.sysctl('net.core.somaxconn')).toBe('128');
});
