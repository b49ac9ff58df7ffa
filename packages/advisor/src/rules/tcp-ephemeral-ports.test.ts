import type { PortsReport, PortsRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, dumpsOf, NOTHING_OPEN, NOW_MS, socketRow, told } from '../contextFixture.ts';
import { tcpEphemeralPorts } from './tcp-ephemeral-ports.ts';

const row = (ports: number, more: Partial<PortsRow> = {}): PortsRow => ({
  protocol: 'tcp',
  local: '10.0.0.1',
  remote: '10.0.0.9',
  remotePort: 5432,
  ports,
  timeWait: 0,
  ...more,
});
const USUAL = {
  'net.ipv4.ip_local_port_range': '32768 60999',
  'net.ipv4.tcp_tw_reuse': '2',
  'net.ipv4.tcp_timestamps': '1',
};

interface Given extends Partial<PortsReport> {
  readonly tunables?: Record<string, string>;
  readonly listening?: readonly number[];
  readonly open?: readonly string[];
}
/** The range has 28,232 ports. */
function findings(rows: readonly PortsRow[], { tunables = USUAL, listening = [], open = [], ...more }: Given = {}) {
  const ports: PortsReport = {
    timeMs: NOW_MS - 5000,
    range: [32_768, 60_999],
    reserved: 0,
    destinations: 1,
    rows,
    ...more,
  };
  const listeners = listening.map((localPort) => socketRow({ state: 'listen', localPort, cookie: `l${localPort}` }));
  const context = contextOf({}, { tunables, details: { ports }, sockets: dumpsOf('listeners', [listeners]) });
  return told(tcpEphemeralPorts, context, open.length > 0 ? new Set(open) : NOTHING_OPEN);
}

describe('tcp-ephemeral-ports', () => {
  it('warns above 70 %, is critical above 90 %, and clears below 50 %', () => {
    expect(findings([row(19_762)])).toEqual([]);
    expect(findings([row(19_763)])[0]).toMatchObject({
      subject: '10.0.0.9:5432',
      severity: 'warning',
      title: 'Local ports towards 10.0.0.9:5432 are running out',
      where: 'from 10.0.0.1 to 10.0.0.9:5432: 19763 of 28232 ports',
    });
    expect(findings([row(25_409)])[0]?.severity).toBe('critical');
    expect(findings([row(14_117)], { open: ['10.0.0.9:5432'] })).toHaveLength(1);
    expect(findings([row(14_116)], { open: ['10.0.0.9:5432'] })).toEqual([]);
  });

  it('says that connect() fails now where all are taken, and none can be taken again', () => {
    const [full] = findings([row(28_232, { timeWait: 12 })]);
    expect(full?.title).toBe('Local ports towards 10.0.0.9:5432 are used up');
    expect(full?.where).toBe('from 10.0.0.1 to 10.0.0.9:5432: 28232 of 28232 ports, 12 in TIME-WAIT');
    expect(full?.why).toContain(
      'All 28.2k are taken towards 10.0.0.9:5432: until one is free, every new connect() fails with EADDRNOTAVAIL',
    );
    const running = 'Local ports towards 10.0.0.9:5432 are running out';
    expect(findings([row(28_231)])[0]?.title).toBe(running);
    const reuse = { tunables: { ...USUAL, 'net.ipv4.tcp_tw_reuse': '1' } };
    expect(findings([row(28_232, { timeWait: 12 })], reuse)[0]?.title).toBe(running);
    expect(findings([row(28_232)], reuse)[0]?.title).toBe('Local ports towards 10.0.0.9:5432 are used up');
    expect(findings([row(28_232, { timeWait: 12, remote: '127.0.0.1' })])[0]?.title).toBe(
      'Local ports towards 127.0.0.1:5432 are running out',
    );
  });

  it('names the program that opened them, or says why it cannot', () => {
    const [named] = findings([row(20_000, { process: 'pool', pid: 7 })]);
    expect(named?.where).toBe('from 10.0.0.1 to 10.0.0.9:5432: 20000 of 28232 ports; opened by pool (pid 7)');
    expect(named?.why).toContain('Most of those that are open are of pool (pid 7).');
    expect(named?.actions[0]).toContain(
      'See whether pool (pid 7) needs them all: 20.0k connections to this one destination are open at once.',
    );
    const [closing] = findings([row(20_000, { process: 'pool', pid: 7, timeWait: 10_001 })]);
    expect(closing?.actions[0]).toMatch(/^Have pool \(pid 7\) keep connections open/);
    const [unseen] = findings([row(20_000, { timeWait: 19_999 })]);
    expect(unseen?.why).toContain('no single program that the agent can see holds most of them');
    expect(unseen?.actions[0]).toMatch(/^Keep connections open/);
    const [waiting] = findings([row(20_000, { timeWait: 20_000 })]);
    expect(waiting?.why).toContain('belongs to no program any more');
  });

  it('does not count reserved ports, and judges each destination apart', () => {
    expect(findings([row(19_000)], { reserved: 2000 })).toHaveLength(1);
    const found = findings([row(20_000), row(19_900, { remotePort: 80 }), row(19_800, { local: '10.0.0.2' }), row(5)]);
    expect(found.map(({ subject }) => subject)).toEqual(['10.0.0.9:5432', '10.0.0.9:80']);
  });

  it('proposes a wider range beside the services of this host', () => {
    const [finding] = findings([row(20_000)], { listening: [22, 5432, 11_211] });
    expect(changesIn(finding)).toEqual(['net.ipv4.ip_local_port_range=11212 65535']);
    expect(finding?.arithmetic).toBe(
      '11212 to 65535: 54324 ports beside those this host listens on, which no connection may take from a service; there are 28232 now; 20000 of them are in use towards this destination',
    );
  });

  it('takes ports of TIME-WAIT again where the range is wide already', () => {
    const wide: Given = {
      range: [10_240, 65_535],
      tunables: { ...USUAL, 'net.ipv4.ip_local_port_range': '10240 65535' },
    };
    expect(changesIn(findings([row(45_000, { timeWait: 40_000 })], wide)[0])).toEqual(['net.ipv4.tcp_tw_reuse=1']);
    expect(findings([row(45_000, { timeWait: 22_500 })], wide)[0]).toMatchObject({ changes: [], arithmetic: '' });
    expect(findings([row(45_000, { timeWait: 40_000, remote: '127.0.0.1' })], wide)[0]?.changes).toEqual([]);
    const without = { ...wide, tunables: { ...wide.tunables, 'net.ipv4.tcp_timestamps': '0' } };
    expect(findings([row(45_000, { timeWait: 40_000 })], without)[0]?.changes).toEqual([]);
  });

  it('knows without a new report that there are few connections left, or another range', () => {
    const left = (established: number) =>
      told(
        tcpEphemeralPorts,
        contextOf(
          { 'transport.tcp.currEstab': established, 'transport.sockstat.tcpTw': 4000 },
          {
            tunables: USUAL,
            details: {
              ports: {
                timeMs: NOW_MS,
                range: [32_768, 60_999],
                reserved: 0,
                destinations: 1,
                rows: [row(27_000, { timeWait: 13_500 })],
              },
            },
          },
        ),
        new Set(['10.0.0.9:5432']),
      );
    expect(left(10_117)).toMatchObject([
      {
        severity: 'warning',
        where: 'from 10.0.0.1 to 10.0.0.9:5432: 14117 of 28232 ports, 7059 in TIME-WAIT',
        evidence: [{ value: 14_117 }, { value: 4000 }],
      },
    ]);
    expect(left(10_116)).toEqual([]);
    const wider = { tunables: { ...USUAL, 'net.ipv4.ip_local_port_range': '10240 65535' } };
    expect(findings([row(20_000)], wider)[0]?.undecided).toBe(true);
  });

  it('decides nothing by an old report, and nothing without one', () => {
    const old = { timeMs: NOW_MS - 150_001 };
    expect(findings([row(20_000)], old)[0]?.undecided).toBe(true);
    expect(findings([row(20_000)], { timeMs: NOW_MS - 150_000 })[0]?.undecided).toBeUndefined();
    expect(told(tcpEphemeralPorts, contextOf({}), NOTHING_OPEN)).toEqual([]);
  });

  it('leaves tiny ranges alone', () => {
    const small = (range: string) => ({ ...USUAL, 'net.ipv4.ip_local_port_range': range });
    expect(findings([row(49)], { range: [40_000, 40_048], tunables: small('40000 40048') })).toEqual([]);
    expect(findings([row(49)], { range: [40_000, 40_049], tunables: small('40000 40049') })).toHaveLength(1);
  });
});
