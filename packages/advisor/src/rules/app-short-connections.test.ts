import { describe, expect, it } from 'vitest';
import { contextOf, grew, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { appShortConnections } from './app-short-connections.ts';

const OPEN = new Set(['host']);
/** So many short connections a second among so many, with 600 bytes each. */
const churn = (short: number, all = short, bytes = 600): Samples => ({
  'application.churn.short': grew(short),
  'application.churn.connections': grew(all),
  'application.churn.receivedBytes': grew(all * (bytes - 100)),
  'application.churn.ackedBytes': grew(all * 100),
  'application.churn.rttMedianUs': 250,
  'transport.tcp.activeOpens': grew(5),
  'transport.tcp.passiveOpens': grew(short),
  'transport.sockstat.tcpTw': 12_000,
});
const findings = (samples: Samples, open: ReadonlySet<string> = NOTHING_OPEN) =>
  told(appShortConnections, contextOf(samples), open);

describe('app-short-connections', () => {
  it('speaks above 200 a second, and until they are 100', () => {
    expect(findings(churn(200))).toEqual([]);
    expect(findings(churn(201))[0]).toMatchObject({ subject: 'host', severity: 'info', changes: [], arithmetic: '' });
    expect(findings(churn(101), OPEN)).toHaveLength(1);
    expect(findings(churn(100), OPEN)).toEqual([]);
  });

  it('is silent when they carry much, when most connections are long, and when little is known', () => {
    expect(findings(churn(500, 500, 65_536))).toEqual([]);
    expect(findings(churn(500, 500, 65_535))).toHaveLength(1);
    expect(findings(churn(500, 1001))).toEqual([]);
    expect(findings(churn(500, 1000))).toHaveLength(1);
    expect(findings({ 'application.churn.short': grew(500) })).toEqual([]);
  });

  it('tells the numbers, and speaks to the server or to the clients', () => {
    const [server] = findings(churn(500));
    expect(server?.title).toBe('Connections are made for a moment and closed again: 500 connections/s');
    expect(server?.why).toContain('100 % were short, and a mean one carried 600 B');
    expect(server?.evidence.map(({ value }) => value)).toEqual([500, 5, 500, 12_000, 250]);
    expect(server?.actions[0]).toMatch(/^On this server: /);
    const [client] = findings({ ...churn(500), 'transport.tcp.activeOpens': grew(501) });
    expect(client?.actions[0]).toMatch(/^In the clients on this host: /);
  });
});
