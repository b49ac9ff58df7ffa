import { formatRate, formatValue, type ListenerGroup, type ProcessesReport, type ProcessRow } from '@netstrata/metrics';
import { missingText } from '../details/missingText.ts';
import { PROCESSES_TEXT } from './text.ts';

/** User, and where it belongs, in the order in which people ask. */
export function belongingOf({ user, uid, unit, container, pod, podName }: ProcessRow): string {
  const who = uid === undefined ? user : PROCESSES_TEXT.user(uid, user);
  const parts = [
    who,
    unit,
    container && PROCESSES_TEXT.container(container),
    pod && PROCESSES_TEXT.pod(podName ?? pod),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** "≥ 12.0 Mbit/s" where connections are missing that were closed. */
export function bytesText(bytesPerSecond: number | undefined, isLowerBound: boolean): string {
  const rate = formatRate(bytesPerSecond, 'bytes');
  return isLowerBound && bytesPerSecond !== undefined ? PROCESSES_TEXT.atLeast(rate) : rate;
}

/** What the table does not show, and why. */
export function notesOf(report: ProcessesReport): readonly string[] {
  const {
    bytesAreLowerBound = false,
    hidepid,
    unowned,
    unownedBytesPerSecond = 0,
    unreadable,
    unreadableWhy,
    withoutProcess,
  } = report;
  return [
    ...(hidepid === undefined ? [] : [PROCESSES_TEXT.hidepid[hidepid]]),
    ...(unreadable > 0
      ? [[PROCESSES_TEXT.unreadable(unreadable), ...(unreadableWhy ? [missingText(unreadableWhy)] : [])].join(' ')]
      : []),
    ...(unowned > 0 ? [PROCESSES_TEXT.unowned(unowned)] : []),
    ...(unownedBytesPerSecond > 0
      ? [PROCESSES_TEXT.unownedBytes(bytesText(unownedBytesPerSecond, bytesAreLowerBound))]
      : []),
    ...(bytesAreLowerBound ? [PROCESSES_TEXT.lowerBound] : []),
    ...(withoutProcess > 0 ? [PROCESSES_TEXT.withoutProcess(withoutProcess)] : []),
  ];
}

/** Open files against the limit; undefined where either is hidden. */
export function filesShareOf({ openFiles, openFilesLimit }: ProcessRow): number | undefined {
  if (openFiles === undefined || openFilesLimit === undefined) return undefined;
  return openFiles / Math.max(1, openFilesLimit);
}

/** "12 established, 3 listen, 2 UDP". */
export function statesOf({ tcp, udp }: ProcessRow): string {
  const states = Object.entries(tcp).toSorted(([, a], [, b]) => b - a);
  const parts = states.map(([state, count]) => `${formatValue(count, 'count')} ${state}`);
  return [...parts, ...(udp > 0 ? [`${formatValue(udp, 'count')} ${PROCESSES_TEXT.udp}`] : [])].join(', ');
}

const IO_WAITS = new Set(['epoll', 'io_uring', 'poll', 'accept', 'receive', 'send', 'connect']);

/** "1 epoll, 15 lock": waits for the network first, then the most frequent. */
export function waitsOf({ waits, threads, epolls = 0, ioUrings = 0 }: ProcessRow): string {
  const rank = (kind: string, count: number) => (IO_WAITS.has(kind) ? 1000 : 0) + count;
  const counts = Object.entries(waits.counts).toSorted(([a, m], [b, n]) => rank(b, n) - rank(a, m));
  const parts = counts.map(([kind, count]) => PROCESSES_TEXT.threadsIn(count, kind));
  // A busy event loop is seldom found waiting: what it has open still tells how it works.
  if (waits.counts.epoll === undefined && epolls > 0) parts.push(PROCESSES_TEXT.hasDescriptors('epoll'));
  if (waits.counts.io_uring === undefined && ioUrings > 0) parts.push(PROCESSES_TEXT.hasDescriptors('io_uring'));
  if (threads !== undefined && waits.looked < threads) parts.push(PROCESSES_TEXT.looked(waits.looked, threads));
  return parts.join(', ');
}

/** "0 0 128 0 of 128", or of the range of backlogs. */
export function queuesOf({ sockets }: ListenerGroup): { readonly queues: string; readonly backlog: string } {
  const backlogs = sockets.map(({ backlog }) => backlog);
  const [least, most] = [Math.min(...backlogs), Math.max(...backlogs)];
  return {
    queues: sockets
      .map(({ queue }) => queue)
      .toSorted((a, b) => b - a)
      .map((queue) => formatValue(queue, 'count'))
      .join(' '),
    backlog:
      least === most ? formatValue(least, 'count') : `${formatValue(least, 'count')}–${formatValue(most, 'count')}`,
  };
}
