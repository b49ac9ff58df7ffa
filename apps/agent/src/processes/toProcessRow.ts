import type { ProcessFds } from '@netstrata/kernel';
import type { NamedPlace, ProcessDetails } from '@netstrata/kernel/types';
import type { ProcessRow } from '@netstrata/metrics';
import type { ProcessSockets } from './SocketsByProcess.ts';

export interface ProcessParts {
  readonly details: ProcessDetails;
  readonly place: NamedPlace;
  readonly fds: ProcessFds | undefined;
  readonly sockets: ProcessSockets | undefined;
  /** Undefined for the first report. */
  readonly intervalMs: number | undefined;
  readonly user: string | undefined;
}

const MOST_NAME = 64;
const MOST_UNIT = 128;
const MOST_POD = 320;

/** What is known of a process, within the bounds of the wire. */
export function toProcessRow({ details, fds, intervalMs, place, sockets, user }: ProcessParts): ProcessRow {
  const { unit, container, pod, podName } = place;
  // Where links are hidden so are the sockets behind them: none seen is not none.
  const known = fds === undefined || fds.refused ? undefined : fds;
  const perSecond = (bytes: number) => (intervalMs === undefined ? undefined : (bytes * 1000) / intervalMs);
  const counted = known && sockets && countsBytes(sockets) ? sockets : undefined;
  return {
    pid: details.pid,
    name: details.name.slice(0, MOST_NAME),
    uid: details.effectiveUid,
    user: user?.slice(0, MOST_NAME),
    unit: unit?.slice(0, MOST_UNIT),
    container: container && { ...container, id: container.id.slice(0, MOST_UNIT) },
    pod,
    podName: podName?.slice(0, MOST_POD),
    sockets: known?.sockets,
    tcp: sockets?.tcp ?? {},
    udp: sockets?.udp ?? 0,
    txBytesPerSecond: counted && perSecond(counted.txBytes),
    rxBytesPerSecond: counted && perSecond(counted.rxBytes),
    listeners: sockets?.listeners ?? [],
    listenerCount: sockets?.listenerCount ?? 0,
    openFiles: fds?.openFiles,
    openFilesLimit: details.openFilesLimit,
    threads: details.threads,
    waits: details.waits,
    epolls: known?.epolls,
    ioUrings: known?.ioUrings,
  };
}

/**
 * The kernel counts bytes of TCP connections only. A process that has none here may move much over UDP, or in another network namespace;
 * one that does no more than listen has moved nothing, unless it has UDP sockets too.
 */
function countsBytes({ listenerCount, rxBytes, tcp, txBytes, udp }: ProcessSockets): boolean {
  const connects = Object.keys(tcp).some((state) => state !== 'listen');
  return connects || txBytes + rxBytes > 0 || (listenerCount > 0 && udp === 0);
}
