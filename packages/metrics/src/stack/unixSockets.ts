import type { StackInput } from './context.ts';
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
      subject: 'a Unix stream buffer',
    }),
    ...sendBuffer(input, {
      id: 'socket.unixDgramFullest',
      title: 'Fullest Unix datagram buffer',
      metric: ID.unix.dgramSendMaxFill,
      subject: 'a Unix datagram buffer',
    }),
  ];
}

function acceptQueue({ window }: StackInput): readonly Reading[] {
  const most = window.max(ID.unix.acceptQueueMaxLen, SEEN_SECONDS) ?? 0;
  if (most === 0) return [];
  return [
    readGauge({
      id: 'socket.unixAcceptQueue',
      title: 'Fullest Unix accept queue',
      value: window.last(ID.unix.acceptQueueMaxLen),
      limit: window.last(ID.unix.acceptQueueMaxBacklog),
      unit: 'connections',
      limitName: 'backlog given to listen(), at most net.core.somaxconn',
      metric: ID.unix.acceptQueueMaxLen,
      detail: 'ss -xlO names it; the kernel lets in one more than the backlog',
      levels: LEVELS.acceptQueue,
      subject: 'the accept queue of a Unix listener',
    }),
  ];
}

interface Buffer {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  readonly subject: string;
}

/**
 * What is sent and not read is charged to the sender, so its buffer is the one that fills. Full for a moment is how a fast writer
 * looks; full all the time is a reader that does not keep up.
 */
function sendBuffer({ window }: StackInput, { id, title, metric, subject }: Buffer): readonly Reading[] {
  const value = window.last(metric);
  if (value === undefined || (window.max(metric, SEEN_SECONDS) ?? 0) < WORTH_SHOWING) return [];
  const stays = (window.min(metric, NOW_SECONDS) ?? 0) >= LEVELS.buffer.saturated;
  const { gauge } = readGauge({
    id,
    title,
    value,
    limit: 1,
    unit: 'share',
    limitName: 'the send buffer of its sender (sk_sndbuf)',
    metric,
    detail: stays ? 'its reader does not keep up; ss -xamO names it' : 'data that the other side has not read yet',
    levels: LEVELS.buffer,
    subject,
    state: stays ? 'busy' : 'calm',
  });
  const text = `${subject} stays full: its reader does not keep up`;
  return [{ gauge, signals: stays ? [{ state: 'busy', text }] : [] }];
}
