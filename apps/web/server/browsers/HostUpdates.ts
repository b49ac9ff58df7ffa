import { bottleneckOfHost, bottleneckOfSocket, listedSocket } from '@netstrata/advisor/bottleneck';
import { type SparkPoint, sparkHistory, sparkOf } from '@netstrata/metrics';
import type { SocketUpdate } from '@netstrata/protocol';
import type { Hosts } from '../live/Hosts.ts';
import type { LiveHost } from '../live/LiveHost.ts';

/** What browsers are told of a host, in every language. */
export class HostUpdates {
  readonly #hosts: Hosts;
  readonly #now: () => number;

  constructor({ hosts, now }: { readonly hosts: Hosts; readonly now: () => number }) {
    this.#hosts = hosts;
    this.#now = now;
  }

  history({ hostId, window }: LiveHost): { readonly hostId: string; readonly points: readonly SparkPoint[] } {
    return { hostId, points: sparkHistory(window) };
  }

  stack(host: LiveHost) {
    const { hostId, facts, missing, sockets, window } = host;
    const stack = host.stack();
    const summary = this.#hosts.summary(host, this.#now());
    const bottleneck = bottleneckOfHost({ stack, sockets });
    return { hostId, host: summary, facts, missing, stack, bottleneck, spark: sparkOf(window) };
  }

  /** With what limits the socket, where the newest list has it. */
  socket(update: SocketUpdate) {
    const row = listedSocket(this.#hosts.find(update.hostId)?.sockets ?? [], update.cookie);
    return row === undefined ? update : { ...update, bottleneck: bottleneckOfSocket(row) };
  }
}
