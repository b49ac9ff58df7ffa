import type { InetSocketDetail, Skmem, TcpInfo } from '../types.ts';
import type { SsSocket } from './ssOutput.ts';

/** As JSON carries it: numbers of 64 bits are text that ends in n. */
export type Carried<T> = {
  [K in keyof T]: T[K] extends bigint | undefined
    ? string | Extract<T[K], undefined>
    : T[K] extends object | undefined
      ? Carried<T[K]>
      : T[K];
};
export type CarriedSocket = Carried<InetSocketDetail>;

/** Words of ss whose values are times that run on between two readings. */
export const RUNNING = ['lastsnd', 'lastrcv', 'lastack', 'timer', 'busy', 'rwnd_limited', 'sndbuf_limited'] as const;
/** What ss prints and this product keeps away from, and why. */
export const NOT_OURS: Readonly<Record<string, string>> = {
  users: 'the processes behind a socket are told by the table of processes',
  send: 'ss makes it of the window, the segment size and the round trip, which are compared',
  cgroup: 'a path, where the kernel tells a number: compared by itself',
  md5keys: 'a secret, which nobody should see on a page',
};

const SS_STATES: Readonly<Record<string, string>> = {
  established: 'ESTAB',
  'syn-sent': 'SYN-SENT',
  'syn-recv': 'SYN-RECV',
  'fin-wait-1': 'FIN-WAIT-1',
  'fin-wait-2': 'FIN-WAIT-2',
  'time-wait': 'TIME-WAIT',
  close: 'UNCONN',
  'close-wait': 'CLOSE-WAIT',
  'last-ack': 'LAST-ACK',
  listen: 'LISTEN',
  closing: 'CLOSING',
};
const ARROWS = ['<->', '-->', '<--', '---'];
const TIMERS = ['off', 'on', 'keepalive', 'timewait', 'persist'];
const OPTIONS = ['ts', 'sack', '', 'ecn', 'ecnseen', 'fastopen'];
const WSCALE = 4;
const SUBFLOW_FLAGS = 'MmJjBbecv';
/** Below this ss takes a threshold for one. */
const NO_SSTHRESH = 0xffff;
const FIRST_RTO_US = 3_000_000;

/** As ss prints a number with %g. */
const g = (value: number) => String(Number(value.toPrecision(6)));
const hex = (value: number) => (value === 0 ? '0' : `0x${value.toString(16)}`);
/** As ss prints a rate: bytes a second in bits, cut to a whole number. */
const bps = (bytesPerSecond: number) => `${BigInt(bytesPerSecond) * 8n}bps`;
const share = (part: number, whole: number) => `${Math.floor(part / 1000)}ms(${((100 * part) / whole).toFixed(1)}%)`;

/** The memory of a socket as ss prints it. */
export const skmemText = (mem: Skmem | undefined) =>
  `(r${mem?.rmemAlloc},rb${mem?.rcvbuf},t${mem?.wmemAlloc},tb${mem?.sndbuf},f${mem?.fwdAlloc},w${mem?.wmemQueued},o${mem?.optmem},bl${mem?.backlog},d${mem?.drops})`;

/** A milliseconds' text of ss, `1min4sec`, `7.350ms` or `200ms`, as a number; above nine seconds it has whole ones. */
export function ssMs(text: string): number {
  const [, minutes = 0, seconds = 0, ms = 0] = /^(?:(\d+)min)?(?:(\d+)(?:sec|\.))?(?:(\d+)ms)?$/.exec(text) ?? [];
  return Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(ms);
}

/** Words that stand alone, and those with a value; an algorithm may be both. What is 0 ss leaves out. */
class Words {
  readonly flags = new Set<string>();
  readonly values = new Map<string, string>();

  add(flag: string): void {
    this.flags.add(flag);
  }

  set(name: string, value: string): void {
    this.values.set(name, value);
  }
}

function tcpWords(words: Words, { state, congestionControl }: CarriedSocket, info: TcpInfo): void {
  const put = (name: string, value: number | string | undefined, unless: number | string = 0) => {
    if (value !== undefined && value !== unless) words.set(name, String(value));
  };
  for (const [bit, name] of OPTIONS.entries()) if (name !== '' && (info.options >> bit) & 1) words.add(name);
  if (congestionControl !== undefined) words.add(congestionControl);
  if (info.options & WSCALE) words.set('wscale', `${info.sndWscale},${info.rcvWscale}`);
  if (info.rtoUs !== 0 && info.rtoUs !== FIRST_RTO_US) words.set('rto', g(info.rtoUs / 1000));
  put('backoff', info.backoff);
  if (info.rttUs > 0) words.set('rtt', `${g(info.rttUs / 1000)}/${g(info.rttvarUs / 1000)}`);
  put('ato', g(info.atoUs / 1000), '0');
  put('mss', info.sndMssBytes);
  put('pmtu', info.pmtuBytes);
  put('rcvmss', info.rcvMssBytes);
  put('advmss', info.advmssBytes);
  put('cwnd', info.sndCwnd);
  if (info.sndSsthresh < NO_SSTHRESH) put('ssthresh', info.sndSsthresh);
  put('bytes_sent', info.bytesSent);
  put('bytes_retrans', info.bytesRetrans);
  put('bytes_acked', info.bytesAcked);
  put('bytes_received', info.bytesReceived);
  put('segs_out', info.segsOut);
  put('segs_in', info.segsIn);
  put('data_segs_out', info.dataSegsOut);
  put('data_segs_in', info.dataSegsIn);
  put('lastsnd', info.lastDataSentMs);
  put('lastrcv', info.lastDataRecvMs);
  put('lastack', info.lastAckRecvMs);
  const { pacingRateBytesPerSecond: pacing, maxPacingRateBytesPerSecond: most } = info;
  if (pacing) words.set('pacing_rate', bps(pacing) + (most ? `/${bps(most)}` : ''));
  if (info.deliveryRateBytesPerSecond) words.set('delivery_rate', bps(info.deliveryRateBytesPerSecond));
  put('delivered', info.delivered);
  put('delivered_ce', info.deliveredCe);
  if (info.deliveryRateAppLimited) words.add('app_limited');
  const { busyTimeUs: busy = 0, rwndLimitedUs: rwnd, sndbufLimitedUs: sndbuf } = info;
  if (busy > 0) {
    words.set('busy', `${Math.floor(busy / 1000)}ms`);
    if (rwnd) words.set('rwnd_limited', share(rwnd, busy));
    if (sndbuf) words.set('sndbuf_limited', share(sndbuf, busy));
  }
  put('unacked', info.unacked);
  if (info.retrans || info.totalRetrans) words.set('retrans', `${info.retrans}/${info.totalRetrans}`);
  put('lost', info.lost);
  if (state !== 'listen') put('sacked', info.sacked);
  put('dsack_dups', info.dsackDups);
  put('reordering', info.reordering, 3);
  put('reord_seen', info.reordSeen);
  put('rcv_rtt', g(info.rcvRttUs / 1000), '0');
  put('rcv_space', info.rcvSpaceBytes);
  put('rcv_ssthresh', info.rcvSsthresh);
  put('notsent', info.notsentBytes);
  put('minrtt', info.minRttUs === undefined ? undefined : g(info.minRttUs / 1000), '0');
  put('rcv_ooopack', info.rcvOooPack);
  put('snd_wnd', info.sndWndBytes);
}

function algorithmWords(words: Words, { bbr, dctcp }: CarriedSocket): void {
  if (bbr !== undefined) {
    const gains = [
      ...(bbr.pacingGain === 0 ? [] : [`pacing_gain:${g(bbr.pacingGain)}`]),
      ...(bbr.cwndGain === 0 ? [] : [`cwnd_gain:${g(bbr.cwndGain)}`]),
    ];
    words.set(
      'bbr',
      `(${[`bw:${bps(bbr.bandwidthBytesPerSecond)}`, `mrtt:${g(bbr.minRttUs / 1000)}`, ...gains].join(',')})`,
    );
  }
  if (dctcp?.enabled) {
    const { ceState, alpha, ecnBytes, totalBytes } = dctcp;
    words.set('dctcp', `(ce_state:${ceState},alpha:${alpha * 1024},ab_ecn:${ecnBytes},ab_tot:${totalBytes})`);
  } else if (dctcp !== undefined) words.set('dctcp', 'fallback_mode');
}

function subflowWords(words: Words, { ulp, subflow }: CarriedSocket): void {
  if (ulp !== undefined) words.add(`tcp-ulp-${ulp}`);
  if (subflow === undefined) return;
  const {
    flags,
    localToken = 0,
    remoteToken = 0,
    localId,
    remoteId,
    mapSeq,
    mapSubflowSeq,
    subflowOffset,
    mapBytes,
  } = subflow;
  const token = (value: number) => value.toString(16).padStart(4, '0');
  const letters = [...SUBFLOW_FLAGS].filter((_, bit) => (flags >> bit) & 1).join('');
  if (flags !== 0) words.set('flags', letters);
  words.set('token', `${token(remoteToken)}(id:${remoteId})/${token(localToken)}(id:${localId})`);
  if (mapSeq !== undefined) words.set('seq', BigInt(mapSeq.slice(0, -1)).toString(16));
  if (mapSubflowSeq !== undefined) words.set('sfseq', mapSubflowSeq.toString(16));
  if (subflowOffset !== undefined) words.set('ssnoff', subflowOffset.toString(16));
  if (mapBytes !== undefined) words.set('maplen', mapBytes.toString(16));
}

/** All that ss prints of a TCP or UDP socket, made of what we read of it. */
export function likeSs(socket: CarriedSocket): SsSocket {
  const { family, localAddress, localPort, remoteAddress, remotePort, timer, expiresMs, retransmits } = socket;
  const end = (address: string, port: number) =>
    `${family === 6 ? (address === '::' && isAnyFamily(socket) ? '*' : `[${address}]`) : address}:${port === 0 ? '*' : port}`;
  const words = new Words();
  if (timer > 0) words.set('timer', `(${TIMERS[timer]},${expiresMs},${retransmits})`);
  if (socket.uid !== 0) words.set('uid', String(socket.uid));
  words.set('ino', String(socket.inode));
  words.set('sk', socket.cookie);
  if (socket.v6Only !== undefined) words.set('v6only', socket.v6Only ? '1' : '0');
  if (socket.mark) words.set('fwmark', `0x${socket.mark.toString(16)}`);
  if (socket.shutdown !== undefined) words.add(ARROWS[socket.shutdown & 3] ?? '');
  if (socket.tos !== undefined) words.set('tos', hex(socket.tos));
  if (socket.tclass !== undefined) words.set('tclass', hex(socket.tclass));
  if (socket.classId !== undefined) words.set('class_id', hex(socket.classId));
  if (socket.bits !== undefined)
    words.set(
      'inet-sockopt',
      Object.values(socket.bits).join(',').replace('bind_address_no_port', 'bind_addr_no_port'),
    );
  if (socket.skmem !== undefined) words.set('skmem', skmemText(socket.skmem as Skmem));
  if (socket.tcpInfo !== undefined) tcpWords(words, socket, socket.tcpInfo as TcpInfo);
  algorithmWords(words, socket);
  subflowWords(words, socket);
  return {
    state: SS_STATES[socket.state] ?? socket.state,
    local: end(localAddress, localPort),
    peer: end(remoteAddress, remotePort),
    recvQ: socket.recvQ,
    sendQ: socket.sendQ,
    flags: words.flags,
    values: words.values,
  };
}

/** ss writes * for the address of an IPv6 socket that takes IPv4 too. */
const isAnyFamily = ({ v6Only }: CarriedSocket) => v6Only === false;
