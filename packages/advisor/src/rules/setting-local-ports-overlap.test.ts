import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, dumpsOf, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { settingLocalPortsOverlap } from './setting-local-ports-overlap.ts';

const listener = (localPort: number, more: Partial<SocketRow> = {}) =>
  socketRow({ state: 'listen', local: '0.0.0.0', localPort, process: 'redis', cookie: `l${localPort}`, ...more });
interface Given {
  readonly range?: string;
  readonly reserved?: string | undefined;
  /** Dumps, a second apart, that have the listeners. */
  readonly looks?: number;
}
const findings = (rows: readonly SocketRow[], { range = '1024 65535', reserved = '', looks = 21 }: Given = {}) => {
  const tunables = { 'net.ipv4.ip_local_port_range': range, 'net.ipv4.ip_local_reserved_ports': reserved };
  const sockets = dumpsOf(
    'listeners',
    Array.from({ length: 30 }, (_, n) => (n >= 30 - looks ? rows : [])),
  );
  return told(settingLocalPortsOverlap, contextOf({}, { tunables, sockets }), NOTHING_OPEN);
};

describe('setting-local-ports-overlap', () => {
  it('names the services inside the range, and proposes to reserve their ports', () => {
    const [finding] = findings([
      listener(6379),
      listener(22, { process: 'sshd' }),
      listener(5432, { process: undefined }),
    ]);
    expect(finding).toMatchObject({
      severity: 'info',
      where: 'net.ipv4.ip_local_port_range = 1024 65535; listening inside: 5432, 6379 (redis)',
    });
    expect(changesIn(finding)).toEqual(['net.ipv4.ip_local_reserved_ports=5432,6379']);
    expect(finding?.changes[0]?.current).toBe('');
    expect(finding?.actions[0]).toContain('net.ipv4.ip_local_port_range = 6380 65535');
  });

  it('keeps what is reserved already', () => {
    const [finding] = findings([listener(6379), listener(8081)], { reserved: '8080,9000-9010' });
    expect(changesIn(finding)).toEqual(['net.ipv4.ip_local_reserved_ports=6379,8080-8081,9000-9010']);
    expect(findings([listener(8080), listener(9005)], { reserved: '8080,9000-9010' })).toEqual([]);
  });

  it('leaves out loopback, high ports, and listeners that have just come', () => {
    expect(findings([listener(6379, { local: '127.0.0.1' })])).toEqual([]);
    expect(findings([listener(32_768)])).toEqual([]);
    expect(findings([listener(32_767)])).toHaveLength(1);
    expect(findings([listener(6379)], { looks: 20 })).toEqual([]);
    expect(findings([listener(80)])).toEqual([]);
  });

  it('is silent on the usual range, and where the reserved ports are not known', () => {
    expect(findings([listener(6379)], { range: '32768 60999' })).toEqual([]);
    expect(findings([listener(6379)], { range: '10240 65535' })).toEqual([]);
    const tunables = { 'net.ipv4.ip_local_port_range': '1024 65535' };
    const sockets = dumpsOf(
      'listeners',
      Array.from({ length: 30 }, () => [listener(6379)]),
    );
    expect(told(settingLocalPortsOverlap, contextOf({}, { tunables, sockets }), NOTHING_OPEN)).toEqual([]);
  });
});
