import { describe, expect, it } from 'vitest';
import { FACTS } from '../testing/TestAgent.ts';
import { Hosts } from './Hosts.ts';

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
