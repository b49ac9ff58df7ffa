import { formatValue, valueWords } from '../format.ts';
import { hangs } from '../hangs.ts';
import { rateOfAll, shareOf } from '../rates.ts';
import type { SocketRow } from '../sockets.ts';
import { joinWords, NO_WORDS, sameWords, type Words, words } from '../words/index.ts';
import { freshReport, type StackInput, tunableNumbers } from './context.ts';
import { type GaugeInput, type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { socketName } from './socketName.ts';
import { LEVELS, NOW_SECONDS, SHARES } from './thresholds.ts';
import type { Gauge, LayerState } from './types.ts';
import { unlisted } from './unlistedBuffer.ts';

interface Side {
  readonly used: 'rmemAlloc' | 'wmemQueued';
  readonly limit: 'rcvbuf' | 'sndbuf';
}
const RECEIVE: Side = { used: 'rmemAlloc', limit: 'rcvbuf' };
const SEND: Side = { used: 'wmemQueued', limit: 'sndbuf' };

const IT = words('it', '它');
const NOTHING_UNREAD = words('nothing unread', '没有未读数据');
const NOTHING_UNSENT = words('nothing unsent', '没有未发送数据');
const WAITS_NORMALLY = words(
  '; filled by a sender that waits for its peer or the path, which is normal',
  '；由等待对端或路径的发送方填满，属正常',
);

const waitsInVainWords = ({ unanswered }: SocketRow): Words =>
  words(
    `; nothing of it is acknowledged: ${unanswered} timeouts in a row`,
    `；其中没有一点被确认：连续 ${unanswered} 次超时`,
  );

function fillOf(row: SocketRow, side: Side): number {
  const used = row[side.used];
  const limit = row[side.limit];
  return used === undefined || limit === undefined || limit <= 0 ? -1 : used / limit;
}

/** The socket of the newest dump whose buffer is fullest; undefined without a dump or when none holds anything. */
export function fullestSocket(
  input: StackInput,
  side: 'receive' | 'send',
  protocol: 'tcp' | 'udp',
): SocketRow | undefined {
  const report = freshReport(input);
  const rows = [
    ...(report?.fullest ?? []),
    ...(report?.udp ?? []),
    ...(report?.senders ?? []),
    ...(report?.stuck ?? []),
  ];
  const fields = side === 'receive' ? RECEIVE : SEND;
  let best: SocketRow | undefined;
  for (const row of rows) {
    if (row.protocol !== protocol || row.state === 'listen' || fillOf(row, fields) <= 0) continue;
    if (best === undefined || fillOf(row, fields) > fillOf(best, fields)) best = row;
  }
  return best;
}

function growText(input: StackInput, tunable: string, who = words('each', '每个')): Words {
  const most = tunableNumbers(input.tunables, tunable)?.[2];
  if (most === undefined) return NO_WORDS;
  const size = formatValue(most, 'bytes');
  return words(`; ${who.en} may grow to ${size} (${tunable})`, `；${who['zh-CN']}可增长到 ${size}（${tunable}）`);
}

/** A tunable's maximum as a mark, where it lies inside the gauge: a socket that has grown as far as it may. */
function growMark(input: StackInput, tunable: string, limit: number | undefined): Gauge<Words>['marks'] {
  const most = tunableNumbers(input.tunables, tunable)?.[2];
  return most === undefined || limit === undefined || most > limit ? [] : [{ label: sameWords(tunable), value: most }];
}

/** Memory of all sockets of a protocol against what their buffers allow now. */
export function sumGauge(input: StackInput, kind: 'tcpReceive' | 'tcpSend' | 'udpReceive'): Reading {
  const { window } = input;
  const { title, used, limit, count, limitName, tunable } = {
    tcpReceive: {
      title: words('TCP receive memory', 'TCP 接收内存'),
      used: ID.sockets.tcpRmemAllocBytes,
      limit: ID.sockets.tcpRcvbufBytes,
      count: ID.sockets.tcp,
      limitName: words('receive buffers of all TCP sockets', '所有 TCP 套接字的接收缓冲区'),
      tunable: 'net.ipv4.tcp_rmem',
    },
    tcpSend: {
      title: words('TCP send memory', 'TCP 发送内存'),
      used: ID.sockets.tcpWmemQueuedBytes,
      limit: ID.sockets.tcpSndbufBytes,
      count: ID.sockets.tcp,
      limitName: words('send buffers of all TCP sockets', '所有 TCP 套接字的发送缓冲区'),
      tunable: 'net.ipv4.tcp_wmem',
    },
    udpReceive: {
      title: words('UDP receive memory', 'UDP 接收内存'),
      used: ID.sockets.udpRmemAllocBytes,
      limit: ID.sockets.udpRcvbufBytes,
      count: ID.sockets.udp,
      limitName: words('receive buffers of all UDP sockets', '所有 UDP 套接字的接收缓冲区'),
      tunable: undefined,
    },
  }[kind];
  const sockets = window.last(count);
  const grow =
    tunable === undefined
      ? words('; UDP buffers do not grow by themselves', '；UDP 缓冲区不会自己增长')
      : growText(input, tunable);
  return readGauge({
    id: `socket.${kind}`,
    title,
    value: window.last(used),
    limit: window.last(limit),
    unit: 'bytes',
    limitName,
    metric: used,
    detail:
      sockets === undefined
        ? words('the agent cannot list sockets', 'agent 无法列出套接字')
        : joinWords([valueWords(sockets, 'sockets', { noun: true }), grow], NO_WORDS),
    levels: LEVELS.buffer,
    subject: title,
    ...(sockets === 0 ? { state: 'calm' as const } : {}),
  });
}

/** An empty buffer says nothing of the window that it leaves: where that is what limits, it is said beside. */
function windowWords(input: StackInput, protocol: 'tcp' | 'udp'): Words {
  const row = freshReport(input)?.receivers?.find(({ limit }) => limit === 'receive-buffer');
  if (protocol === 'udp' || row === undefined) return NO_WORDS;
  return words(
    `; unread data only: the window that the buffer of ${socketName(row)} leaves is used up all the same`,
    `；这里只算未读数据：${socketName(row)} 的缓冲区留出的窗口仍已用尽`,
  );
}

/**
 * A buffer that overflows in bursts is empty at most looks: what is lost says that it was full in between. The loss is told by its counter, so
 * the gauge has no signal of its own.
 */
function withBursts(reading: Reading, { window }: StackInput): Reading {
  const lost = rateOfAll(window, [ID.udp.rcvbufErrors, ID.udp6.rcvbufErrors], NOW_SECONDS) ?? 0;
  const { gauge } = reading;
  if (lost === 0 || gauge.state !== 'calm') return reading;
  const rate = formatValue(lost, 'events/s');
  const detail = words(
    `full between looks; ${rate} found no room${gauge.value === 0 ? '' : `; now the fullest is ${gauge.detail.en}`}`,
    `两次查看之间满过；${rate} 放不下${gauge.value === 0 ? '' : `；现在最满的是 ${gauge.detail['zh-CN']}`}`,
  );
  return { gauge: { ...gauge, state: 'busy', detail }, signals: [] };
}

/** The fullest receive buffer of one socket. */
export function fullestReceive(input: StackInput, protocol: 'tcp' | 'udp'): Reading {
  const reading = receiveAtLook(input, protocol);
  return protocol === 'udp' ? withBursts(reading, input) : reading;
}

function receiveAtLook(input: StackInput, protocol: 'tcp' | 'udp'): Reading {
  const row = fullestSocket(input, 'receive', protocol);
  const metric = protocol === 'udp' ? ID.sockets.udpRecvMaxFill : ID.sockets.recvMaxFill;
  const name = protocol.toUpperCase();
  const common = {
    id: `socket.${protocol}ReceiveFullest`,
    title: words(`Fullest ${name} receive buffer`, `最满的 ${name} 接收缓冲区`),
    metric,
    levels: LEVELS.buffer,
  };
  if (row !== undefined) {
    const tunable = 'net.ipv4.tcp_rmem';
    const grow = protocol === 'tcp' ? growText(input, tunable, IT) : NO_WORDS;
    return readGauge({
      ...common,
      value: row.rmemAlloc,
      limit: row.rcvbuf,
      unit: 'bytes',
      marks: protocol === 'tcp' ? growMark(input, tunable, row.rcvbuf) : [],
      limitName: words('its receive buffer (sk_rcvbuf)', '其接收缓冲区（sk_rcvbuf）'),
      detail: joinWords([sameWords(socketName(row)), grow, windowWords(input, protocol)], NO_WORDS),
      subject: words(`the receive buffer of ${socketName(row)}`, `${socketName(row)} 的接收缓冲区`),
    });
  }
  const seen = freshReport(input) !== undefined;
  return readGauge({
    ...common,
    ...(seen
      ? {
          value: 0,
          limit: undefined,
          unit: 'bytes',
          detail: joinWords([NOTHING_UNREAD, windowWords(input, protocol)], NO_WORDS),
          state: 'calm',
        }
      : unlisted(input.window, protocol === 'udp' ? 'udpReceive' : 'tcpReceive', NOTHING_UNREAD)),
    limitName: words('its receive buffer (sk_rcvbuf)', '其接收缓冲区（sk_rcvbuf）'),
    subject: words(`a ${name} receive buffer`, `某个 ${name} 接收缓冲区`),
  });
}

/**
 * Of the time that senders were busy, what they lost to their send buffers: by the look at the sockets that everything else is told of, so
 * that the picture says nothing that the sockets deny. By the counted share where that look tells no times.
 */
function sndbufLimitedShare(input: StackInput): number {
  const rows = freshReport(input)?.senders.filter((row) => row.sndbufLimitedShare !== undefined) ?? [];
  const busy = rows.reduce((sum, row) => sum + (row.busyShare ?? 0), 0);
  if (busy === 0) return input.window.last(ID.sockets.sndbufLimitedShare) ?? 0;
  return Math.min(1, rows.reduce((sum, row) => sum + (row.sndbufLimitedShare ?? 0), 0) / busy);
}

/**
 * The fullest send buffer. Full is how a bulk sender looks when the path is the limit; it is trouble only when senders
 * lose time to it.
 */
export function fullestSend(input: StackInput): Reading {
  const row = fullestSocket(input, 'send', 'tcp');
  const seen = freshReport(input) !== undefined;
  const limited = sndbufLimitedShare(input);
  const holdsBack = limited > SHARES.sndbufLimited.busy;
  const tunable = 'net.ipv4.tcp_wmem';
  const filled =
    row === undefined && !seen
      ? unlisted(input.window, 'tcpSend', NOTHING_UNSENT)
      : {
          value: row === undefined ? 0 : row.wmemQueued,
          limit: row?.sndbuf,
          unit: 'bytes' as const,
          detail: sendDetail(input, row, holdsBack),
        };
  const reading = readGauge({
    id: 'socket.tcpSendFullest',
    title: words('Fullest TCP send buffer', '最满的 TCP 发送缓冲区'),
    ...filled,
    marks: growMark(input, tunable, row?.sndbuf),
    limitName: words('its send buffer (sk_sndbuf)', '其发送缓冲区（sk_sndbuf）'),
    metric: ID.sockets.sendMaxFill,
    levels: LEVELS.buffer,
    subject: NO_WORDS,
    state: heldState(limited, filled),
  });
  const share = formatValue(limited, 'share');
  const named =
    row === undefined ? NO_WORDS : words(`; fullest is ${socketName(row)}`, `；最满的是 ${socketName(row)}`);
  const text = words(
    `send buffers hold senders back ${share} of their busy time${named.en}`,
    `发送方忙碌时间的 ${share} 被发送缓冲区压住${named['zh-CN']}`,
  );
  return {
    gauge: reading.gauge,
    signals: holdsBack ? [{ state: reading.gauge.state === 'saturated' ? 'saturated' : 'busy', text }] : [],
  };
}

/** Whoever loses time to a buffer finds it full at one look and refilled at the next: that is one trouble, told by the time. */
function heldState(limited: number, { value, limit }: Pick<GaugeInput, 'value' | 'limit'>): LayerState {
  const { busy, saturated } = SHARES.sndbufLimited;
  if (limited >= saturated) return 'saturated';
  if (limited <= busy) return value === undefined ? 'unknown' : 'calm';
  return (shareOf(value, limit) ?? 0) >= LEVELS.buffer.saturated ? 'saturated' : 'busy';
}

function sendDetail(input: StackInput, row: SocketRow | undefined, holdsBack: boolean): Words {
  if (row === undefined) return NOTHING_UNSENT;
  const why = hangs(row) ? waitsInVainWords(row) : holdsBack ? NO_WORDS : WAITS_NORMALLY;
  return joinWords([sameWords(socketName(row)), growText(input, 'net.ipv4.tcp_wmem', IT), why], NO_WORDS);
}
