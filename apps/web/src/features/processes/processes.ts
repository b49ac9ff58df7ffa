import type { Advice } from '@netstrata/advisor/types';
import { formatRate, formatValue, namedNumber, type ProcessesReport, type ProcessRow } from '@netstrata/metrics';
import { type DetailWords, missingText } from '../details/missingText.ts';
import { namedPids } from './namedPids.ts';
import { scriptFile } from './scriptFile.ts';
import type { ProcessWords } from './words.ts';

/** User, and where it belongs, in the order in which people ask. */
export function belongingOf(t: ProcessWords, row: ProcessRow): string {
  const { user, uid, unit, container, pod, podName } = row;
  const who = uid === undefined ? user : user === undefined ? t('uid', { uid: String(uid) }) : namedNumber(uid, user);
  const where =
    container &&
    (container.name === undefined
      ? t('container', { runtime: container.runtime, id: container.id })
      : t('containerNamed', { runtime: container.runtime, id: container.id, name: container.name }));
  const parts = [who, unit, where, pod && t('pod', { pod: podName ?? pod })];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** Which script it runs, and where it belongs. */
export function whichOf(t: ProcessWords, row: ProcessRow): string {
  const parts = [scriptFile(row.script), belongingOf(t, row)];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** "≥ 12.0 Mbit/s" where connections are missing that were closed. */
export function bytesText(t: ProcessWords, bytesPerSecond: number | undefined, isLowerBound: boolean): string {
  const rate = formatRate(bytesPerSecond, 'bytes');
  return isLowerBound && bytesPerSecond !== undefined ? t('atLeast', { rate }) : rate;
}

/** Why nobody knows what a process moves, whose sockets are seen; undefined where it is known. */
export function whyNoBytes(t: ProcessWords, { rxBytesPerSecond, sockets }: ProcessRow): string | undefined {
  return rxBytesPerSecond === undefined && sockets !== undefined ? t('noBytes') : undefined;
}

/** What the table does not show, and why. */
export function notesOf(t: ProcessWords, details: DetailWords, report: ProcessesReport): readonly string[] {
  const {
    bytesAreLowerBound = false,
    hidepid,
    unowned,
    unownedBytesPerSecond = 0,
    unreadable,
    unreadableWhy,
    withoutProcess,
  } = report;
  const hidden = [
    t('unreadable', { count: unreadable }),
    ...(unreadableWhy === undefined ? [] : [missingText(details, unreadableWhy)]),
  ];
  const unownedRate = bytesText(t, unownedBytesPerSecond, bytesAreLowerBound);
  return [
    ...(hidepid === undefined ? [] : [t(`hidepid.${hidepid}`)]),
    ...(unreadable > 0 ? [hidden.join(' ')] : []),
    ...(unowned > 0 ? [t('unowned', { count: unowned })] : []),
    ...(unownedBytesPerSecond > 0 ? [t('unownedBytes', { rate: unownedRate })] : []),
    ...(bytesAreLowerBound ? [t('lowerBound')] : []),
    ...(withoutProcess > 0 ? [t('withoutProcess', { count: withoutProcess })] : []),
  ];
}

/** Open files against the limit; undefined where either is hidden. */
export function filesShareOf({ openFiles, openFilesLimit }: ProcessRow): number | undefined {
  if (openFiles === undefined || openFilesLimit === undefined) return undefined;
  return openFiles / Math.max(1, openFilesLimit);
}

/** "12 established", "3 listen", "2 UDP". */
export function statesOf(t: ProcessWords, { tcp, udp }: ProcessRow): readonly string[] {
  const states = Object.entries(tcp).toSorted(([, a], [, b]) => b - a);
  const parts = states.map(([state, count]) => `${formatValue(count, 'count')} ${state}`);
  return [...parts, ...(udp > 0 ? [`${formatValue(udp, 'count')} ${t('udp')}`] : [])];
}

type WaitKind = keyof Required<ProcessRow['waits']['counts']>;
const IO_WAITS = new Set(['epoll', 'io_uring', 'poll', 'accept', 'receive', 'send', 'connect']);

/** "1 epoll", "15 lock": waits for the network first, then the most frequent. */
export function waitsOf(t: ProcessWords, { waits, threads, epolls = 0, ioUrings = 0 }: ProcessRow): readonly string[] {
  const rank = (kind: string, count: number) => (IO_WAITS.has(kind) ? 1000 : 0) + count;
  const counts = Object.entries(waits.counts).toSorted(([a, m], [b, n]) => rank(b, n) - rank(a, m));
  const parts = counts.map(([kind, count]) =>
    t('threadsIn', { count: String(count), kind: t(`waits.${kind as WaitKind}`) }),
  );
  // A busy event loop is seldom found waiting: what it has open still tells how it works.
  if (waits.counts.epoll === undefined && epolls > 0) parts.push(t('has', { kind: t('waits.epoll') }));
  if (waits.counts.io_uring === undefined && ioUrings > 0) parts.push(t('has', { kind: t('waits.io_uring') }));
  if (threads !== undefined && waits.looked < threads)
    parts.push(t('looked', { looked: String(waits.looked), threads: String(threads) }));
  return parts;
}

/** Those that advice names first, otherwise in the order in which they came. */
export function concernedFirst(rows: readonly ProcessRow[], advice: readonly Advice[]): readonly ProcessRow[] {
  const named = new Set(advice.filter(({ mark }) => mark === undefined).flatMap((each) => [...namedPids(each)]));
  return rows.toSorted((a, b) => Number(named.has(b.pid)) - Number(named.has(a.pid)));
}

/** Every word must occur in what is known of the process; `:80` asks for a port that it listens at. */
export function matchesProcess(row: ProcessRow, search: string): boolean {
  const { pid, name, script, user, unit, container, pod, podName, listeners } = row;
  const ports = listeners.map(({ port }) => `:${port}`);
  const known = [pid, name, script, user, unit, container?.name, container?.id, pod, podName, ...ports];
  const text = known
    .filter((part) => part !== undefined)
    .join('\n')
    .toLowerCase();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => (/^:\d+$/.test(word) ? ports.includes(word) : text.includes(word)));
}
