import { words } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { FACTS, SERIES, tickOf } from '../testing/TestAgent.ts';
import { Hosts, type OpenAdvice } from './Hosts.ts';

const introduced = (hosts: Hosts, hostId: string, bootId: string) =>
  hosts.introduce(hostId, { facts: { ...FACTS, hostId, bootId }, missing: [], intervalMs: 1000 });

describe('self', () => {
  it('is the host that runs on this boot', () => {
    const hosts = new Hosts({ bootId: 'boot-1', selfId: undefined });
    expect(hosts.find('self')).toBeUndefined();
    introduced(hosts, 'host-000a', 'boot-2');
    expect(hosts.find('self')).toBeUndefined();
    introduced(hosts, 'host-000b', 'boot-1');
    expect(hosts.find('self')?.hostId).toBe('host-000b');
  });

  it('of several on this boot is the connected one, or the one that was named', () => {
    const hosts = new Hosts({ bootId: 'boot-1', selfId: undefined });
    const named = new Hosts({ bootId: 'boot-1', selfId: 'host-000a' });
    for (const list of [hosts, named]) {
      introduced(list, 'host-000a', 'boot-1');
      introduced(list, 'host-000b', 'boot-1').connected = true;
    }
    expect(hosts.find('self')?.hostId).toBe('host-000b');
    expect(named.find('self')?.hostId).toBe('host-000a');
  });

  it('is not a named host of another machine while there is one of this', () => {
    const hosts = new Hosts({ bootId: 'boot-1', selfId: 'host-000a' });
    introduced(hosts, 'host-000a', 'boot-2');
    introduced(hosts, 'host-000b', 'boot-1');
    expect(hosts.find('self')?.hostId).toBe('host-000b');
  });

  it('is the named host where this machine cannot be told', () => {
    const hosts = new Hosts({ bootId: undefined, selfId: 'host-000a' });
    introduced(hosts, 'host-000a', 'boot-2');
    expect(hosts.find('self')?.hostId).toBe('host-000a');
  });
});

describe('a host whose clock is hours from ours', () => {
  it('was heard when its sample arrived, by our clock', () => {
    const hosts = new Hosts({ bootId: 'boot-1', selfId: undefined });
    const host = introduced(hosts, 'host-000a', 'boot-1');
    const nowMs = 100_000_000;
    expect(hosts.summary(host, nowMs).lastSampleMs).toBeNull();
    host.push(SERIES, [tickOf(1, nowMs - 7_200_000)], nowMs);
    expect(hosts.summary(host, nowMs + 5000).lastSampleMs).toBe(nowMs);
    const [layer] = host.judgements(nowMs + 60_000);
    expect(layer?.reason.en).toBe('no agent is connected: last sample 1970-01-02T03:46:40.000Z');
  });
});

describe('a host with critical advice', () => {
  const TITLE = words('Local ports are running out', '本地端口即将用尽');
  const PORTS: OpenAdvice = { layer: 'transport', severity: 'critical', title: TITLE };
  const summaryWith = (open: readonly OpenAdvice[], sample = true) => {
    const hosts = new Hosts({ bootId: 'boot-1', selfId: undefined, adviceOf: () => open });
    const host = introduced(hosts, 'host-000a', 'boot-1');
    host.connected = true;
    if (sample) host.push(SERIES, [tickOf(1, 0)], 1000);
    const { layers, headline } = hosts.summary(host, 1000);
    return { transport: layers.find(({ layer }) => layer === 'transport')?.state, headline };
  };

  it('hurts as one with a full layer does, although none of its own is, and says what it is', () => {
    expect(summaryWith([PORTS])).toEqual({ transport: 'saturated', headline: TITLE });
  });

  it('is as calm as its layers for advice that can wait, or that somebody set aside', () => {
    const calm = summaryWith([]);
    expect(calm.transport).not.toBe('saturated');
    expect(calm.headline).toBeUndefined();
    expect(summaryWith([{ ...PORTS, severity: 'warning' }])).toEqual(calm);
    const mark = { kind: 'dismissed', timeMs: 500, because: '', severity: 'critical' } as const;
    expect(summaryWith([{ ...PORTS, mark }])).toEqual(calm);
  });

  it('is unknown while nothing arrives, whatever was advised', () => {
    expect(summaryWith([PORTS], false)).toEqual({ transport: 'unknown', headline: undefined });
  });
});
