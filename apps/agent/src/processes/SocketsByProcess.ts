import type { SocketState } from '@netstrata/kernel/types';
import { MOST_PROCESS_LISTENERS, type ProcessListener } from '@netstrata/metrics';

/** What the sockets of one process add up to. */
export interface ProcessSockets {
  readonly tcp: Partial<Record<SocketState, number>>;
  udp: number;
  txBytes: number;
  rxBytes: number;
  /** The fullest, fullest first. */
  readonly listeners: ProcessListener[];
  listenerCount: number;
}

/** The sockets of one dump, and what was moved up to it since the dump before, by the processes that hold them. */
export class SocketsByProcess {
  readonly #byPid = new Map<number, ProcessSockets>();
  /** TCP sockets that belong to no process: the kernel gives them no inode. */
  withoutProcess = 0;
  /** Sockets of a process that is not known. */
  unowned = 0;
  /** Bytes of those, and of connections that were closed before it was known whose they are. */
  unownedBytes = 0;
  /** The kernel did not tell of all that were closed: every number of bytes is a lower bound. */
  isLowerBound = false;

  of(pid: number): ProcessSockets | undefined {
    return this.#byPid.get(pid);
  }

  addListener(pid: number, row: ProcessListener): void {
    const sockets = this.#at(pid);
    sockets.listenerCount++;
    addFuller(sockets.listeners, row);
  }

  addTcp(pid: number, state: SocketState): void {
    const { tcp } = this.#at(pid);
    tcp[state] = (tcp[state] ?? 0) + 1;
  }

  /** `pid` is undefined where it is not known whose they are. */
  addBytes(pid: number | undefined, txBytes: number, rxBytes: number): void {
    if (txBytes + rxBytes === 0) return;
    if (pid === undefined) {
      this.unownedBytes += txBytes + rxBytes;
      return;
    }
    const sockets = this.#at(pid);
    sockets.txBytes += txBytes;
    sockets.rxBytes += rxBytes;
  }

  addUdp(pid: number): void {
    this.#at(pid).udp++;
  }

  #at(pid: number): ProcessSockets {
    let sockets = this.#byPid.get(pid);
    if (sockets === undefined) {
      sockets = { tcp: {}, udp: 0, txBytes: 0, rxBytes: 0, listeners: [], listenerCount: 0 };
      this.#byPid.set(pid, sockets);
    }
    return sockets;
  }
}

/** Keeps the fullest, fullest first. */
function addFuller(listeners: ProcessListener[], row: ProcessListener): void {
  const fill = ({ queue, backlog }: ProcessListener) => queue / Math.max(1, backlog);
  const at = listeners.findLastIndex((other) => fill(other) >= fill(row)) + 1;
  if (at >= MOST_PROCESS_LISTENERS) return;
  listeners.splice(at, 0, row);
  if (listeners.length > MOST_PROCESS_LISTENERS) listeners.pop();
}
