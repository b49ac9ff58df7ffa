import type { NamespaceRow, NamespacesReport } from '@netstrata/metrics/details';
import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { sockUdpRcvbufErrors } from '../rules/sock-udp-rcvbuf-errors.ts';
import { tcpListenOverflow } from '../rules/tcp-listen-overflow.ts';

const OVERFLOWS = 'network.netns.listenOverflows';
const DROPS = 'network.netns.udpRcvbufErrors';
const SHOP: NamespaceRow = {
  inode: 4026532281,
  name: 'docker shop',
  naming: 'container',
  processes: 2,
  pid: 812,
  program: 'nginx',
  devices: [],
};
const report = (...rows: readonly NamespaceRow[]): NamespacesReport => ({
  timeMs: 1,
  found: rows.length,
  complete: true,
  unreadableProcesses: 0,
  rows,
  others: [],
});
const overflowing = (perSecond: number, { row = SHOP, open = NOTHING_OPEN, of = 600 } = {}) =>
  told(
    tcpListenOverflow,
    contextOf(
      { [labelled(OVERFLOWS, { netns: 'docker shop' })]: grew(perSecond, of) },
      { details: { namespaces: report(row) } },
    ),
    open,
  );

describe('an accept queue that overflows in a container', () => {
  it('is told above 60 a minute, until a minute passes without', () => {
    expect(overflowing(1)).toEqual([]);
    const [finding] = overflowing(2);
    expect(finding).toMatchObject({
      subject: 'namespace docker shop',
      severity: 'warning',
      confidence: 'medium',
      changes: [],
      title: 'Connections are dropped in the network namespace docker shop (nginx, pid 812): an accept queue overflows',
      where: 'a listener in the network namespace docker shop (nginx, pid 812)',
    });
    expect(finding?.evidence).toEqual([
      {
        metric: OVERFLOWS,
        labels: { netns: 'docker shop' },
        value: 120,
        unit: 'events',
        over: { as: 'sum', seconds: 60 },
      },
    ]);
    expect(finding?.actions.join(' ')).toContain('"nsenter -t 812 -n ss -ltn"');
    expect(overflowing(6)[0]?.severity).toBe('critical');
    const open = new Set(['namespace docker shop']);
    expect(overflowing(1, { open, of: 1 })).toHaveLength(1);
    expect(overflowing(0, { open })).toEqual([]);
  });

  it('names the listener that was seen full', () => {
    const listeners = [
      { address: '0.0.0.0', port: 443, waiting: 16, backlog: 16 },
      { address: '0.0.0.0', port: 80, waiting: 5, backlog: 4 },
    ];
    expect(overflowing(2, { row: { ...SHOP, listeners } })[0]).toMatchObject({
      confidence: 'high',
      where:
        'a listener in the network namespace docker shop (nginx, pid 812); seen full: :80, 5 connections wait, backlog 4',
    });
  });

  it('is not told of a namespace that nobody has told of yet, or that is named by hand', () => {
    expect(overflowing(2, { row: { ...SHOP, name: 'another' } })).toEqual([]);
    expect(overflowing(2, { row: { ...SHOP, naming: 'named' } })).toEqual([]);
    expect(overflowing(2, { row: { ...SHOP, naming: 'pod' } })).toHaveLength(1);
  });

  it('says how to get there without a process that is known', () => {
    const [finding] = overflowing(2, { row: { ...SHOP, pid: undefined, program: undefined } });
    expect(finding?.where).toBe('a listener in the network namespace docker shop');
    expect(finding?.actions[0]).toContain('"nsenter -t PID -n ss -ltn"');
    expect(finding?.actions[1]).toContain('"lsns -t net"');
  });
});

describe('UDP datagrams dropped in a container', () => {
  it('are told above 10 a minute, each namespace for itself, the worst first', () => {
    const two = (shop: number, mail: number) =>
      told(
        sockUdpRcvbufErrors,
        contextOf(
          {
            [labelled(DROPS, { netns: 'docker shop' })]: grew(shop, 1),
            [labelled(DROPS, { netns: 'mail.service' })]: grew(mail, 1),
          },
          {
            details: {
              namespaces: report(SHOP, { ...SHOP, name: 'mail.service', naming: 'unit', program: 'dnsmasq' }),
            },
          },
        ),
      ).map(({ subject }) => subject);
    expect(two(10, 10)).toEqual([]);
    expect(two(11, 10)).toEqual(['namespace docker shop']);
    expect(two(11, 30)).toEqual(['namespace mail.service', 'namespace docker shop']);
  });
});
