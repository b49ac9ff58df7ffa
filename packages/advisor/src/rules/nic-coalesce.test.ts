import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { nicCoalesce } from './nic-coalesce.ts';

type Setting = readonly [name: string, value: number | boolean];
const line = (queue: number, cpu: number) =>
  labelled('link.interrupts.count', {
    device: 'eth0',
    queue: `rx-${queue}`,
    irq: String(40 + queue),
    cpu: String(cpu),
  });
const findings = (perSecond: number, settings: readonly Setting[] | undefined, open = false) => {
  const coalesce = settings?.map(([name, value]) => ({ name, value }));
  const details = { interfaces: interfacesOf({ device: 'eth0', coalesce }) };
  const samples = { [line(0, 0)]: grew(perSecond / 2), [line(0, 1)]: grew(perSecond / 2), [line(1, 1)]: grew(10) };
  return told(nicCoalesce, contextOf(samples, { details }), open ? new Set(['eth0']) : NOTHING_OPEN);
};

describe('nic-coalesce', () => {
  it('names the command', () => {
    const [adaptive] = findings(60_000, [
      ['adaptive-rx', false],
      ['rx-usecs', 0],
    ]);
    expect(adaptive).toMatchObject({ subject: 'eth0', severity: 'info', where: 'eth0, rx-0: 60.0k/s' });
    expect(changesIn(adaptive)).toEqual(['eth0 ethtool.coalesce.adaptive-rx=on']);
    expect(findings(60_000, [['rx-usecs', 3]])[0]?.changes).toEqual([
      { tunable: 'ethtool.coalesce.rx-usecs', namespace: 'host', device: 'eth0', current: '3', proposed: '50' },
    ]);
  });

  it('fires above 50,000 a second of one queue and clears at half of it', () => {
    expect(findings(50_000, [['rx-usecs', 3]])).toEqual([]);
    expect(findings(50_100, [['rx-usecs', 3]])).toHaveLength(1);
    expect(findings(25_100, [['rx-usecs', 3]], true)).toHaveLength(1);
    expect(findings(25_000, [['rx-usecs', 3]], true)).toEqual([]);
  });

  it('is silent where the card adapts, waits that long already, or does not say', () => {
    expect(
      findings(60_000, [
        ['adaptive-rx', true],
        ['rx-usecs', 3],
      ]),
    ).toEqual([]);
    expect(findings(60_000, [['rx-usecs', 50]])).toEqual([]);
    expect(findings(60_000, undefined)).toEqual([]);
  });
});
