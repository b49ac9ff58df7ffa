import { AttributeTable } from './AttributeTable.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import type { DiagCursor } from './DiagReader.ts';
import { SOCKET_STATES } from './socketStates.ts';
import { TCP_INFO_RATE_BITS, TCP_INFO_U32 } from './tcpInfoLayout.ts';
import {
  AF_INET,
  AF_INET6,
  INET_DIAG,
  INET_DIAG_CGROUP_ID,
  INET_DIAG_CONG,
  INET_DIAG_INFO,
  INET_DIAG_MSG_BYTES,
  INET_DIAG_PROTOCOL,
  INET_DIAG_SKMEMINFO,
  INET_ULP_INFO,
  MPTCP_SUBFLOW,
  MSG,
  SKMEM,
  SOCKID,
} from './wire.ts';

const TWO_32 = 4_294_967_296;
const ALL_ONES = 0xffff_ffff;
const ATTRIBUTE_HEADER_BYTES = 4;
/** Without NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
const ATTRIBUTE_TYPE_MASK = 0x3fff;

/**
 * One socket of a dump, seen in place in the receive buffer: reading a field costs a load and allocates nothing.
 *
 * A cursor is valid only inside the visitor it was given to; `toInetSocket` makes a copy that lasts. A number the kernel
 * did not send is NaN, so that sums of it are visibly unknown instead of silently short.
 */
export class InetDiagCursor implements DiagCursor {
  readonly cookieOffset = MSG.cookieLow;
  readonly #buffer: DiagBuffer;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  /** Byte offset of struct inet_diag_msg. */
  #at = 0;
  /** Where its attributes end. */
  #end = 0;
  #info = 0;
  #infoLength = 0;
  #skmem = 0;
  #skmemLength = 0;
  #cong = 0;
  #congLength = 0;
  #cgroup = 0;
  #protocol = Number.NaN;
  #attributes: AttributeTable | undefined;

  constructor(buffer: DiagBuffer) {
    this.#buffer = buffer;
    this.#bytes = buffer.bytes;
    this.#words = buffer.words;
  }

  holds(at: number, end: number): boolean {
    const family = this.#bytes[at + MSG.family];
    return (
      at + INET_DIAG_MSG_BYTES <= end &&
      (family === AF_INET || family === AF_INET6) &&
      SOCKET_STATES[this.#bytes[at + MSG.state] ?? 0] !== undefined
    );
  }

  /**
   * Moves to the inet_diag_msg at byte `at`, whose attributes end before byte `end`. False when they are damaged: an
   * attribute shorter than its header or longer than the rest ends the walk, and what came before it counts.
   */
  moveTo(at: number, end: number): boolean {
    this.#at = at;
    this.#end = end;
    this.#infoLength = 0;
    this.#skmemLength = 0;
    this.#congLength = 0;
    this.#cgroup = 0;
    this.#protocol = Number.NaN;
    let next = at + INET_DIAG_MSG_BYTES;
    while (next + ATTRIBUTE_HEADER_BYTES <= end) {
      const header = this.#words[next >> 2] ?? 0;
      const length = header & 0xffff;
      if (length < ATTRIBUTE_HEADER_BYTES || next + length > end) return false;
      this.#note((header >>> 16) & ATTRIBUTE_TYPE_MASK, next + ATTRIBUTE_HEADER_BYTES, length - ATTRIBUTE_HEADER_BYTES);
      next += (length + 3) & ~3;
    }
    return next >= end;
  }

  #note(type: number, at: number, length: number): void {
    if (type === INET_DIAG_INFO) {
      this.#info = at;
      this.#infoLength = length;
    } else if (type === INET_DIAG_SKMEMINFO) {
      this.#skmem = at;
      this.#skmemLength = length;
    } else if (type === INET_DIAG_CONG) {
      this.#cong = at;
      this.#congLength = length;
    } else if (type === INET_DIAG_CGROUP_ID && length >= 8) {
      this.#cgroup = at;
    } else if (type === INET_DIAG_PROTOCOL && length >= 1) {
      this.#protocol = this.#bytes[at] ?? Number.NaN;
    }
  }

  get family(): 4 | 6 {
    return this.#bytes[this.#at + MSG.family] === AF_INET ? 4 : 6;
  }
  /** The kernel's number: 1 established … 10 listen; `SOCKET_STATES` names them. */
  get state(): number {
    return this.#bytes[this.#at + MSG.state] ?? 0;
  }
  /** IPPROTO_TCP or IPPROTO_UDP, where the message says it: events do, the answers to a dump need not. */
  get protocol(): number {
    return this.#protocol;
  }
  get timer(): number {
    return this.#bytes[this.#at + MSG.timer] ?? 0;
  }
  get retransmits(): number {
    return this.#bytes[this.#at + MSG.retrans] ?? 0;
  }
  get localPort(): number {
    return this.#bigEndian16(this.#at + MSG.localPort);
  }
  get remotePort(): number {
    return this.#bigEndian16(this.#at + MSG.remotePort);
  }
  get cookieLow(): number {
    return this.#word(MSG.cookieLow);
  }
  get cookieHigh(): number {
    return this.#word(MSG.cookieHigh);
  }
  /**
   * The cookie as one number, a key for what a socket was the last time. Exact below 2^53: the kernel counts cookies up
   * from 1 since 4.6.
   */
  get cookieKey(): number {
    return this.cookieHigh * TWO_32 + this.cookieLow;
  }
  get expiresMs(): number {
    return this.#word(MSG.expiresMs);
  }
  get recvQ(): number {
    return this.#word(MSG.recvQ);
  }
  get sendQ(): number {
    return this.#word(MSG.sendQ);
  }
  get uid(): number {
    return this.#word(MSG.uid);
  }
  get inode(): number {
    return this.#word(MSG.inode);
  }

  get hasSkmem(): boolean {
    return this.#skmemLength > 0;
  }
  /** SK_MEMINFO_* by its number, see `SKMEM`; NaN where not sent. */
  skmemWord(word: number): number {
    return word * 4 + 4 <= this.#skmemLength ? (this.#words[(this.#skmem >> 2) + word] ?? Number.NaN) : Number.NaN;
  }
  get rmemAlloc(): number {
    return this.skmemWord(SKMEM.rmemAlloc);
  }
  get rcvbuf(): number {
    return this.skmemWord(SKMEM.rcvbuf);
  }
  get wmemAlloc(): number {
    return this.skmemWord(SKMEM.wmemAlloc);
  }
  get sndbuf(): number {
    return this.skmemWord(SKMEM.sndbuf);
  }
  get wmemQueued(): number {
    return this.skmemWord(SKMEM.wmemQueued);
  }
  get drops(): number {
    return this.skmemWord(SKMEM.drops);
  }

  /** Bytes of struct tcp_info that this kernel sent; 0 for UDP and for time-wait and syn-recv mini-sockets. */
  get tcpInfoBytes(): number {
    return this.#infoLength;
  }
  /** A field of tcp_info by its offset, see TCP_INFO_U8; NaN where not sent. */
  tcpInfo8(offset: number): number {
    return offset < this.#infoLength ? (this.#bytes[this.#info + offset] ?? Number.NaN) : Number.NaN;
  }
  tcpInfo16(offset: number): number {
    if (offset + 2 > this.#infoLength) return Number.NaN;
    const at = this.#info + offset;
    return (this.#bytes[at] ?? 0) | ((this.#bytes[at + 1] ?? 0) << 8);
  }
  /** See TCP_INFO_U32. NaN too for a minimum round trip of all ones, with which the kernel says that none was measured. */
  tcpInfo32(offset: number): number {
    if (offset + 4 > this.#infoLength) return Number.NaN;
    const value = this.#words[(this.#info + offset) >> 2] ?? Number.NaN;
    return value === ALL_ONES && offset === TCP_INFO_U32.minRttUs ? Number.NaN : value;
  }
  /** See TCP_INFO_U64; rounded above 2^53. NaN for all ones too, with which a pacing rate says that there is no limit. */
  tcpInfo64(offset: number): number {
    if (offset + 8 > this.#infoLength) return Number.NaN;
    const at = (this.#info + offset) >> 2;
    const low = this.#words[at] ?? 0;
    const high = this.#words[at + 1] ?? 0;
    return low === ALL_ONES && high === ALL_ONES ? Number.NaN : low + high * TWO_32;
  }
  /** Whether the last measured delivery rate was limited by the application; meaningless before 4.9. */
  get deliveryRateAppLimited(): boolean {
    return this.#infoLength > TCP_INFO_RATE_BITS && ((this.#bytes[this.#info + TCP_INFO_RATE_BITS] ?? 0) & 1) === 1;
  }

  /** Text is made on demand: it allocates. Undefined where not sent. */
  get congestionControl(): string | undefined {
    if (this.#congLength === 0) return undefined;
    const name = this.#bytes.subarray(this.#cong, this.#cong + this.#congLength);
    const nul = name.indexOf(0);
    return String.fromCharCode(...(nul < 0 ? name : name.subarray(0, nul)));
  }
  /** Number of the cgroup v2 the socket was made in, as decimal text because it has 64 bits; since 5.9. */
  get cgroupId(): string | undefined {
    if (this.#cgroup === 0) return undefined;
    const at = this.#cgroup >> 2;
    return ((BigInt(this.#words[at + 1] ?? 0) << 32n) | BigInt(this.#words[at] ?? 0)).toString();
  }
  /** The 4 or 16 bytes of an address, in the receive buffer itself. */
  get localAddressBytes(): Uint8Array {
    return this.#address(MSG.localAddress);
  }
  get remoteAddressBytes(): Uint8Array {
    return this.#address(MSG.remoteAddress);
  }

  /** Four bytes of the remote address as a number, to compare addresses without a copy; IPv4 has one such word, IPv6 four. */
  remoteAddressWord(word: number): number {
    return this.#word(MSG.remoteAddress + word * 4);
  }
  get interfaceIndex(): number {
    return this.#word(MSG.interface);
  }
  /** All that the kernel sent of this socket, in the receive buffer itself. */
  get message(): Uint8Array {
    return this.#bytes.subarray(this.#at, this.#end);
  }
  /** struct inet_diag_sockid, in the receive buffer itself: what a request names this socket by. */
  get sockId(): Uint8Array {
    return this.#bytes.subarray(this.#at + SOCKID.offset, this.#at + SOCKID.offset + SOCKID.bytes);
  }
  /** Upper layer protocol, as `tls`; undefined where there is none. For chosen sockets only. */
  get upperLayer(): string | undefined {
    const nest = new AttributeTable(this.#buffer, INET_ULP_INFO.name);
    return nest.readNest(this.attributes(), INET_DIAG.ulpInfo) ? nest.text(INET_ULP_INFO.name) : undefined;
  }
  /** What MPTCP adds to a TCP socket that is one of its paths. For chosen sockets only. */
  get subflow(): AttributeTable | undefined {
    const ulp = new AttributeTable(this.#buffer, INET_ULP_INFO.mptcp);
    const nest = new AttributeTable(this.#buffer, MPTCP_SUBFLOW.localId);
    ulp.readNest(this.attributes(), INET_DIAG.ulpInfo);
    return nest.readNest(ulp, INET_ULP_INFO.mptcp) ? nest : undefined;
  }
  /** Every attribute by its type; read anew each time, so only for chosen sockets. Good until the cursor moves. */
  attributes(): AttributeTable {
    this.#attributes ??= new AttributeTable(this.#buffer, INET_DIAG.sockopt);
    this.#attributes.read(this.#at + INET_DIAG_MSG_BYTES, this.#end);
    return this.#attributes;
  }

  #address(offset: number): Uint8Array {
    const at = this.#at + offset;
    return this.#bytes.subarray(at, at + (this.family === 4 ? 4 : 16));
  }
  #word(offset: number): number {
    return this.#words[(this.#at + offset) >> 2] ?? 0;
  }
  #bigEndian16(at: number): number {
    return ((this.#bytes[at] ?? 0) << 8) | (this.#bytes[at + 1] ?? 0);
  }
}
