import type { KernelSign } from './types.ts';

/** A counter of /proc/net/snmp ("Udp.RcvbufErrors") or /proc/net/netstat ("TcpExt.ListenOverflows"), from 0 in a fresh namespace. */
export const counterSign = (name: string, least: number): KernelSign => ({
  what: name,
  read: async ({ here }) => {
    const path = /^(TcpExt|IpExt|MPTcpExt)\./.test(name) ? '/proc/net/netstat' : '/proc/net/snmp';
    return (await here.counters(path)).get(name) ?? Number.NaN;
  },
  least,
});

/** How many sockets `ss` lists, by its own words: ['-t', 'state', 'fin-wait-2']. */
export const socketsSign = (words: readonly string[], least: number): KernelSign => ({
  what: `sockets of "ss -Hn ${words.join(' ')}"`,
  read: async ({ here }) => (await here.exec('ss', ['-HnO', ...words])).stdout.split('\n').filter(Boolean).length,
  least,
});

/** The largest number that `ss` prints behind a word: ['-ti'] and /rwnd_limited:(\d+)ms/; 0 when it prints none. */
export const socketFieldSign = (words: readonly string[], field: RegExp, least: number): KernelSign => ({
  what: `${field.source} of "ss -Hn ${words.join(' ')}"`,
  read: async ({ here }) => {
    const { stdout } = await here.exec('ss', ['-HnO', ...words]);
    return Math.max(
      0,
      ...[...stdout.matchAll(new RegExp(field, `${field.flags}g`))].map(([, number]) => Number(number)),
    );
  },
  least,
});
