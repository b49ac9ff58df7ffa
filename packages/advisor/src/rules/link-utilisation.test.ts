import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, grew, labelled, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { linkUtilisation } from './link-utilisation.ts';

const findings = ({ device = 'eth0', tx = 0, rx = 0, speed = 1000, open = '', more = {} } = {}) => {
  const of = (metric: string) => labelled(metric, { device });
  const samples = {
    [of('link.dev.txBytes')]: grew(tx),
    [of('link.dev.rxBytes')]: grew(rx),
    [of('link.netClass.speedMbit')]: speed,
  };
  return told(linkUtilisation, contextOf(samples, more), open === '' ? NOTHING_OPEN : new Set([open]));
};

describe('link-utilisation', () => {
  it('fires above 90 % of the speed in one direction and clears at 85 %', () => {
    expect(findings({ tx: 112_500_000 })).toEqual([]);
    expect(findings({ tx: 113_000_000 })[0]).toMatchObject({
      subject: 'eth0 sending',
      where: 'eth0: 904 Mbit/s of 1.00 Gbit/s',
      changes: [],
    });
    expect(findings({ rx: 113_000_000 }).map(({ subject }) => subject)).toEqual(['eth0 receiving']);
    expect(findings({ tx: 106_500_000, open: 'eth0 sending' })).toHaveLength(1);
    expect(findings({ tx: 106_000_000, open: 'eth0 sending' })).toEqual([]);
  });

  it('names who sends most', () => {
    const quiet = socketRow({ remote: '10.0.0.7', txBytesPerSecond: 1000 });
    const loud = socketRow({ remote: '10.0.0.8', remotePort: 443, txBytesPerSecond: 100_000_000 });
    const sockets = dumpsOf('senders', [[quiet, loud]]);
    expect(findings({ tx: 113_000_000, more: { sockets } })[0]?.where).toBe(
      'eth0: 904 Mbit/s of 1.00 Gbit/s; most of it 800 Mbit/s to 10.0.0.8:443',
    );
  });

  it('names nobody who sends within the host, by another link, or too little', () => {
    const rows = (...rates: readonly number[]) =>
      rates.map((txBytesPerSecond, n) => socketRow({ cookie: `c${n}`, remote: `10.0.0.${n}`, txBytesPerSecond }));
    const where = (senders: ReturnType<typeof rows>) =>
      findings({ tx: 113_000_000, more: { sockets: dumpsOf('senders', [senders]) } })[0]?.where;
    const alone = 'eth0: 904 Mbit/s of 1.00 Gbit/s';
    expect(where([socketRow({ remote: '127.0.0.1', local: '127.0.0.1', txBytesPerSecond: 2e9 })])).toBe(alone);
    expect(where(rows(1_200_000_000))).toBe(alone);
    expect(where(rows(...Array.from({ length: 20 }, () => 5_000_000)))).toBe(alone);
  });

  it('believes no speed of a virtual device, none that is passed by far, and none that is not told', () => {
    expect(findings({ device: 'veth0', tx: 113_000_000 })).toEqual([]);
    const details = { interfaces: interfacesOf({ device: 'eth0', physical: false }) };
    expect(findings({ tx: 113_000_000, more: { details } })).toEqual([]);
    expect(findings({ tx: 138_000_000 })).toEqual([]);
    expect(findings({ tx: 113_000_000, speed: -1 })).toEqual([]);
  });
});
