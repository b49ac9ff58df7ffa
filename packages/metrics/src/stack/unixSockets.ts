import type { UnixSocketRow } from '../sockets.ts';
import { joinWords, NO_WORDS, type Words, words } from '../words/index.ts';
import { freshReport, type StackInput } from './context.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { LEVELS, NOW_SECONDS } from './thresholds.ts';

/** A gauge stays for as long after it held something: one that comes and goes with every dump would make the page flicker. */
const SEEN_SECONDS = 30;
/** Less than a tenth in flight is what every Unix connection looks like that is used at all. */
const WORTH_SHOWING = 0.1;

/** Accept queues and buffers of Unix sockets, only those that hold something. */
export function unixReadings(input: StackInput): readonly Reading[] {
  return [
    ...acceptQueue(input),
    ...sendBuffer(input, {
      id: 'socket.unixStreamFullest',
      title: words('Fullest Unix stream buffer', '最满的 Unix stream 缓冲区'),
      metric: ID.unix.streamSendMaxFill,
      kind: 'stream',
    }),
    ...sendBuffer(input, {
      id: 'socket.unixDgramFullest',
      title: words('Fullest Unix datagram buffer', '最满的 Unix datagram 缓冲区'),
      metric: ID.unix.dgramSendMaxFill,
      kind: 'datagram',
    }),
  ];
}

/** The fullest of one kind that the newest dump names. */
function fullest(input: StackInput, isWanted: (row: UnixSocketRow) => boolean): UnixSocketRow | undefined {
  return freshReport(input)?.unix?.find(isWanted);
}

function acceptQueue(input: StackInput): readonly Reading[] {
  const { window } = input;
  const most = window.max(ID.unix.acceptQueueMaxLen, SEEN_SECONDS) ?? 0;
  if (most === 0) return [];
  const backlog = window.last(ID.unix.acceptQueueMaxBacklog);
  const row = fullest(input, ({ state, sendQ }) => state === 'listen' && sendQ === backlog);
  const name =
    row === undefined
      ? words('a Unix listener', '某个 Unix 监听套接字')
      : words(
          `${row.process ?? 'unix'} ${row.name ?? 'without a name'}`,
          `${row.process ?? 'unix'} ${row.name ?? '（无名）'}`,
        );
  return [
    readGauge({
      id: 'socket.unixAcceptQueue',
      title: words('Fullest Unix accept queue', '最满的 Unix accept 队列'),
      value: window.last(ID.unix.acceptQueueMaxLen),
      limit: backlog,
      unit: 'connections',
      limitName: words(
        'backlog given to listen(), at most net.core.somaxconn',
        '传给 listen() 的 backlog，至多 net.core.somaxconn',
      ),
      metric: ID.unix.acceptQueueMaxLen,
      detail: words(
        `${name.en}; the kernel lets in one more than the backlog`,
        `${name['zh-CN']}；内核比 backlog 多放进一个`,
      ),
      levels: LEVELS.acceptQueue,
      subject: words(`the accept queue of ${name.en}`, `${name['zh-CN']} 的 accept 队列`),
    }),
  ];
}

const LATE = words('its reader does not keep up', '读取方跟不上');
const UNREAD = words('what the other side has not read yet', '对方还没读的数据');

interface Buffer {
  readonly id: string;
  readonly title: Words;
  readonly metric: string;
  readonly kind: 'stream' | 'datagram';
}

/**
 * What is sent and not read is charged to the sender, so its buffer is the one that fills. Full for a moment is how a fast writer
 * looks; full all the time is a reader that does not keep up.
 */
function sendBuffer(input: StackInput, { id, title, metric, kind }: Buffer): readonly Reading[] {
  const { window } = input;
  const value = window.last(metric);
  if (value === undefined || (window.max(metric, SEEN_SECONDS) ?? 0) < WORTH_SHOWING) return [];
  const stays = (window.min(metric, NOW_SECONDS) ?? 0) >= LEVELS.buffer.saturated;
  const row = fullest(input, ({ state, type }) => state !== 'listen' && (type === 'dgram') === (kind === 'datagram'));
  const ends =
    row === undefined
      ? NO_WORDS
      : words(
          `from ${row.process ?? 'a program'} to ${row.peerProcess ?? 'its reader'}`,
          `从 ${row.process ?? '某个程序'} 到 ${row.peerProcess ?? '读取方'}`,
        );
  const { gauge } = readGauge({
    id,
    title,
    value,
    limit: 1,
    unit: 'share',
    limitName: words("its sender's buffer", '发送方的缓冲区'),
    metric,
    detail: joinWords([ends, stays ? LATE : UNREAD], words('; ', '；')),
    levels: LEVELS.buffer,
    subject: NO_WORDS,
    state: stays ? 'busy' : 'calm',
  });
  const subject =
    row === undefined
      ? words(`a Unix ${kind} buffer`, `某个 Unix ${kind} 缓冲区`)
      : words(`the Unix ${kind} buffer ${ends.en}`, `${ends['zh-CN']} 的 Unix ${kind} 缓冲区`);
  const text = words(`${subject.en} stays full: ${LATE.en}`, `${subject['zh-CN']}一直是满的：${LATE['zh-CN']}`);
  return [{ gauge, signals: stays ? [{ state: 'busy', text }] : [] }];
}
