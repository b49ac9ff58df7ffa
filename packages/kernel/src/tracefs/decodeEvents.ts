import { addressText } from '../netlink/addressText.ts';
import type {
  DropEvent,
  ExceedBufLimitEvent,
  RcvqueueFullEvent,
  RetransmitEvent,
  UdpRefusedEvent,
} from '../traceRows.ts';
import { addressReader, type EventFormat, fieldReader } from './eventFormat.ts';

const AF_INET6 = 10;
const SOCKADDR_IN6_BYTES = 28;
const decoder = new TextDecoder('latin1');

/** Makes a row of a record that begins at `at`. */
export type Decode<Row> = (record: DataView, at: number) => Row;

/**
 * skb:kfree_skb. `reason` since 5.17; before, and for every caller that gives none, nothing tells a drop from housekeeping. Packets
 * that were used up go to skb:consume_skb instead. The event records neither device nor network namespace.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/trace/events/skb.h?h=v6.18
 */
export function decodeKfreeSkb(format: EventFormat): Decode<DropEvent> {
  const reason = fieldReader(format, 'reason');
  const protocol = fieldReader(format, 'protocol');
  const location = addressReader(format, 'location');
  return (record, at) => ({
    reason: reason(record, at),
    protocol: protocol(record, at),
    location: location(record, at),
  });
}

/** Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/trace/events/sock.h?h=v6.18 */
export function decodeRcvqueueFull(format: EventFormat): Decode<RcvqueueFullEvent> {
  const rmemAlloc = fieldReader(format, 'rmem_alloc');
  const truesize = fieldReader(format, 'truesize');
  const rcvbuf = fieldReader(format, 'sk_rcvbuf');
  return (record, at) => ({
    rmemAlloc: rmemAlloc(record, at),
    truesize: truesize(record, at),
    rcvbuf: rcvbuf(record, at),
  });
}

/**
 * udp:udp_fail_queue_rcv_skb, since 3.2. Until 6.9 it had the local port alone, as `lport`; since then ports and addresses of the
 * datagram, as struct sockaddr_in or sockaddr_in6.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/trace/events/udp.h?h=v6.18
 */
export function decodeUdpRefused(format: EventFormat): Decode<UdpRefusedEvent> {
  const [error, sport, dport, lport] = ['rc', 'sport', 'dport', 'lport'].map((field) => fieldReader(format, field));
  const [source, destination] = ['saddr', 'daddr'].map((field) => bytesReader(format, field));
  return (record, at) => ({
    localAddress: socketAddress(destination?.(record, at)),
    localPort: dport?.(record, at) ?? lport?.(record, at) ?? 0,
    remoteAddress: socketAddress(source?.(record, at)),
    remotePort: sport?.(record, at),
    error: error?.(record, at),
  });
}

/**
 * sock:sock_exceed_buf_limit. Until 4.19 it had neither the write side nor `kind`.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/trace/events/sock.h?h=v6.18
 */
export function decodeExceedBufLimit(format: EventFormat): Decode<ExceedBufLimitEvent> {
  const name = bytesReader(format, 'name');
  const longBytes = (format.fields.get('sysctl_mem')?.size ?? 0) / 3;
  const limits = [0, 1, 2].map((index) => fieldReader(format, 'sysctl_mem', { size: longBytes, index }));
  const number = (field: string) => fieldReader(format, field);
  const [kind, allocated, wmemQueued] = [number('kind'), number('allocated'), number('wmem_queued')];
  const [rmemMin, rmemAlloc] = [number('sysctl_rmem'), number('rmem_alloc')];
  const [wmemMin, wmemAlloc] = [number('sysctl_wmem'), number('wmem_alloc')];
  return (record, at) => ({
    protocol: textOf(name(record, at)),
    kind: kind(record, at),
    limitPages: limits.map((limit) => limit(record, at)),
    allocatedPages: allocated(record, at),
    rmemMin: rmemMin(record, at),
    rmemAlloc: rmemAlloc(record, at),
    wmemMin: wmemMin(record, at),
    wmemAlloc: wmemAlloc(record, at),
    wmemQueued: wmemQueued(record, at),
  });
}

/**
 * tcp:tcp_retransmit_skb, since 4.15; ports in host order. `family` came with 5.12 (4.15 and newer fill the IPv6 addresses of an IPv4
 * connection with mapped ones), `state` with 4.16, `err` with 6.14.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/trace/events/tcp.h?h=v6.18
 */
export function decodeRetransmit(format: EventFormat): Decode<RetransmitEvent> {
  const [sport, dport] = [fieldReader(format, 'sport'), fieldReader(format, 'dport')];
  const [state, error, family] = ['state', 'err', 'family'].map((field) => fieldReader(format, field));
  const [local, remote] = ['saddr', 'daddr'].map((field) => bytesReader(format, field));
  const [local6, remote6] = ['saddr_v6', 'daddr_v6'].map((field) => bytesReader(format, field));
  return (record, at) => {
    const source6 = local6?.(record, at) ?? new Uint8Array(0);
    const isV6 = family?.(record, at) === undefined ? !isMapped(source6) : family(record, at) === AF_INET6;
    const address = (four: typeof local, sixteen: typeof local): string =>
      addressOf((isV6 ? sixteen : four)?.(record, at) ?? new Uint8Array(0));
    return {
      localAddress: address(local, local6),
      localPort: sport(record, at) ?? 0,
      remoteAddress: address(remote, remote6),
      remotePort: dport(record, at) ?? 0,
      state: state?.(record, at),
      error: error?.(record, at),
    };
  };
}

function bytesReader(format: EventFormat, name: string): (record: DataView, at: number) => Uint8Array {
  const { offset, size } = format.fields.get(name) ?? { offset: 0, size: 0 };
  return (record, at) => new Uint8Array(record.buffer, record.byteOffset + at + offset, size);
}

/** Text up to its NUL, without what no name of the kernel holds. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end)).replaceAll(/[^\w .-]/g, '?');
}

function addressOf(bytes: Uint8Array): string {
  return bytes.length === 4 || bytes.length === 16 ? addressText(bytes) : '';
}

/** The address in a struct sockaddr_in or sockaddr_in6. */
function socketAddress(bytes: Uint8Array | undefined): string | undefined {
  if (bytes?.length !== SOCKADDR_IN6_BYTES) return undefined;
  return addressText(bytes[0] === AF_INET6 ? bytes.subarray(8, 24) : bytes.subarray(4, 8));
}

/** 4 bytes behind ::ffff:, or no address at all. */
function isMapped(bytes: Uint8Array): boolean {
  return bytes[10] === 0xff && bytes[11] === 0xff && bytes.subarray(0, 10).every((byte) => byte === 0);
}
