import type { UnixSocketRow } from '../sockets.ts';
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
      title: 'Fullest Unix stream buffer',
      metric: ID.unix.streamSendMaxFill,
      kind: 'stream',
    }),
    ...sendBuffer(input, {
      id: 'socket.unixDgramFullest',
      title: 'Fullest Unix datagram buffer',
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
  const name = row === undefined ? 'a Unix listener' : `${row.process ?? 'unix'} ${row.name ?? 'without a name'}`;
  return [
    readGauge({
      id: 'socket.unixAcceptQueue',
      title: 'Fullest Unix accept queue',
      value: window.last(ID.unix.acceptQueueMaxLen),
      limit: backlog,
      unit: 'connections',
      limitName: 'backlog given to listen(), at most net.core.somaxconn',
      metric: ID.unix.acceptQueueMaxLen,
      detail: `${name}; the kernel lets in one more than the backlog`,
      levels: LEVELS.acceptQueue,
      subject: `the accept queue of ${name}`,
    }),
  ];
}

interface Buffer {
  readonly id: string;
  readonly title: string;
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
  const ends = row === undefined ? '' : `from ${row.process ?? 'a program'} to ${row.peerProcess ?? 'its reader'}`;
  const late = 'its reader does not keep up';
  const { gauge } = readGauge({
    id,
    title,
    value,
    limit: 1,
    unit: 'share',
    limitName: "its sender's buffer",
    metric,
    detail: [ends, stays ? late : 'what the other side has not read yet'].filter(Boolean).join('; '),
    levels: LEVELS.buffer,
    subject: '',
    state: stays ? 'busy' : 'calm',
  });
  const subject = ends === '' ? `a Unix ${kind} buffer` : `the Unix ${kind} buffer ${ends}`;
  return [{ gauge, signals: stays ? [{ state: 'busy', text: `${subject} stays full: ${late}` }] : [] }];
}
