import { METRICS } from '@netstrata/metrics';
import { changeable, parseTunable, type Tunable, tunable } from '@netstrata/tunables';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf, ENOUGH_MEMORY, grew, labelled, NOTHING_OPEN, SHORT_OF_MEMORY, told } from '../contextFixture.ts';
import { interfacesOf, networkOf } from '../detailsFixture.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { disagreements } from '../wordsFixture.ts';
import { RULES } from './index.ts';

/** Any values at all: whatever a host counts and is set to, what a rule says must be whole and what it proposes possible. */
const perSecond = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 10_000_000 }));
const gauge = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1.2, noNaN: true }),
  fc.integer({ min: 0, max: 2 ** 40 }),
);
const small = fc.integer({ min: -2, max: 3 });

function settingOf({ shape, kernelDefault }: Tunable): fc.Arbitrary<string> {
  const usual = kernelDefault === undefined ? [] : [fc.constant(kernelDefault)];
  if (shape.kind === 'ports') return fc.oneof(...usual, fc.constantFrom('8080', '80,443', '6379,8000-8100'));
  if (shape.kind === 'cpus') return fc.constantFrom('0', '3', 'f0');
  if (shape.kind === 'choice') {
    const values =
      shape.values === 'kernel-list' ? ['cubic', 'bbr', 'reno', 'pfifo_fast', 'fq', 'fq_codel'] : shape.values;
    return fc.oneof(...usual, fc.constantFrom(...values));
  }
  const number = fc.oneof(small, fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 2 ** 40 }));
  const count = { integer: 1, pair: 2, triple: 3 }[shape.kind];
  return fc.oneof(
    ...usual,
    fc.array(number, { minLength: count, maxLength: count }).map((numbers) => numbers.join('\t')),
  );
}

const METRIC = new Map(METRICS.map((metric) => [metric.id, metric]));

/** The same device, queue and CPU for all metrics of a host, so that what a rule puts together belongs together. */
function keyOf(id: string): string {
  const names = METRIC.get(id)?.labels ?? [];
  return names.length === 0 ? id : labelled(id, Object.fromEntries(names.map((name) => [name, `${name}0`])));
}

const adjustable = fc.record({
  current: fc.integer({ min: 0, max: 70_000 }),
  max: fc.integer({ min: 0, max: 70_000 }),
});
const unset = fc.constant({});
const modes = fc.subarray(['10baseT/Half', '100baseT/Full', '1000baseT/Full', '25000baseCR/Full', 'Autoneg', 'Pause']);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Settings of any card, some of which may not be told. */
const settings = fc
  .record({
    physical: fc.boolean(),
    rings: maybe(fc.record({ rx: adjustable, rxMini: unset, rxJumbo: unset, tx: adjustable })),
    channels: maybe(fc.record({ rx: adjustable, tx: adjustable, other: adjustable, combined: adjustable })),
    link: maybe(
      fc.record({
        detected: fc.boolean(),
        speedMbit: maybe(fc.constantFrom(10, 100, 1000, 25_000)),
        duplex: fc.constantFrom('half' as const, 'full' as const, undefined),
        autoneg: maybe(fc.boolean()),
        supportedModes: maybe(modes),
        advertisedModes: maybe(modes),
        peerModes: maybe(modes),
      }),
    ),
    coalesce: maybe(
      fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 1000 })).map(([adaptive, usecs]) => [
        { name: 'adaptive-rx', value: adaptive },
        { name: 'rx-usecs', value: usecs },
      ]),
    ),
    features: maybe(
      fc.array(
        fc.record({
          name: fc.constantFrom('rx-gro', 'rx-lro', 'tx-tcp-segmentation', 'tx-generic-segmentation', 'rx-checksum'),
          on: fc.boolean(),
          wanted: fc.boolean(),
          fixed: fc.boolean(),
        }),
        { maxLength: 5 },
      ),
    ),
    queues: maybe(
      fc
        .tuple(fc.constantFrom('0', '00,00000000', '3', undefined), fc.integer({ min: 0, max: 2 }))
        .map(([mask, count]) => ({
          rx: Array.from({ length: count }, (_, n) => ({ queue: `rx-${n}`, rpsCpus: mask, rpsFlowCnt: 0 })),
          tx: Array.from({ length: count }, (_, n) => ({ queue: `tx-${n}`, xpsCpus: mask })),
          rxCount: count,
          txCount: count,
        })),
    ),
  })
  .map((eth) => ({ interfaces: interfacesOf({ device: 'device0', ...eth }) }));
const filter = fc.constantFrom(0 as const, 1 as const, 2 as const);
const ways = fc.oneof(
  filter.map((eth0) => ({ network: networkOf({ eth0 }) })),
  fc.tuple(filter, filter).map(([eth0, eth1]) => ({ network: networkOf({ eth0, eth1 }) })),
);
const reports = fc.tuple(maybe(settings), maybe(ways)).map(([devices, routes]) => ({ ...devices, ...routes }));

function hostsFor({ metrics, tunables }: Rule): fc.Arbitrary<RuleContext> {
  const samples = metrics.map((id) =>
    METRIC.get(id)?.kind === 'counter'
      ? perSecond.map((rate) => [keyOf(id), grew(rate)] as const)
      : gauge.map((value) => [keyOf(id), value] as const),
  );
  const values = tunables.flatMap((name) => {
    const entry = tunable(name);
    return entry === undefined ? [] : [settingOf(entry).map((value) => [name, value] as const)];
  });
  return fc
    .record({
      samples: fc.tuple(...samples),
      settings: fc.tuple(...values),
      short: fc.boolean(),
      details: reports,
    })
    .map(({ samples, settings, short, details }) =>
      contextOf(
        { ...Object.fromEntries(samples), ...(short ? SHORT_OF_MEMORY : ENOUGH_MEMORY) },
        { tunables: Object.fromEntries(settings), details },
      ),
    );
}

function isWhole(finding: Finding<string>, rule: Rule): void {
  const { subject, title, why, where, risk, expectedEffect, verify, notWhen, actions, evidence, arithmetic, changes } =
    finding;
  for (const text of [subject, title, why, where, risk, expectedEffect, verify, notWhen, ...actions]) {
    expect(text).not.toBe('');
    expect(text).not.toMatch(/undefined|NaN|Infinity|null|\[object/);
  }
  expect(actions.length + changes.length).toBeGreaterThan(0);
  expect(arithmetic === '').toBe(changes.length === 0);
  expect(arithmetic).not.toMatch(/undefined|NaN|Infinity/);
  for (const { metric, value } of evidence) {
    expect(rule.metrics).toContain(metric);
    expect(Number.isFinite(value)).toBe(true);
  }
  for (const { tunable: name, current, proposed, namespace, device } of changes) {
    const entry = changeable(name);
    if (entry === undefined) throw new Error(`${name} is not catalogued`);
    expect(rule.tunables).toContain(name);
    expect(namespace).toBe('host');
    expect(device).toBe(entry.scope === 'device' ? subject : undefined);
    expect(proposed).not.toBe(current);
    expect(parseTunable(entry, proposed)).toMatchObject(
      entry.shape.kind === 'cpus' ? { ok: true } : { ok: true, text: proposed },
    );
  }
}

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s on any host', (_, rule) => {
  it('says whole things, proposes what the catalogue accepts, and says the same of the same host', () => {
    fc.assert(
      fc.property(hostsFor(rule), fc.boolean(), (context, open) => {
        const fresh = told(rule, context, NOTHING_OPEN);
        const findings = open ? told(rule, context, new Set(fresh.map(({ subject }) => subject))) : fresh;
        expect(new Set(findings.map(({ subject }) => subject)).size).toBe(findings.length);
        for (const finding of findings) isWhole(finding, rule);
        expect(told(rule, context, NOTHING_OPEN)).toEqual(fresh);
      }),
      { numRuns: 60, seed: 20_261_129 },
    );
  });

  it('says nothing of a host of which nothing is known', () => {
    expect(told(rule, contextOf({}, { tunables: {} }), NOTHING_OPEN)).toEqual([]);
    expect(told(rule, contextOf({}, { tunables: {} }), new Set(['host']))).toEqual([]);
  });

  it('is described in the book of rules', () => {
    const { symptom, reasoning, sources } = rule.about;
    for (const words of [symptom, reasoning, rule.title]) {
      expect(words.en.length).toBeGreaterThan(3);
      expect(disagreements(words)).toEqual([]);
    }
    expect(disagreements(rule.about.formula)).toEqual([]);
    for (const source of sources) expect(source.length).toBeGreaterThan(3);
    expect(sources.length).toBeGreaterThan(0);
    for (const other of rule.yieldsTo ?? []) expect(RULES.map(({ id }) => id)).toContain(other);
  });
});
