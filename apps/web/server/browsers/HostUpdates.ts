import { bottleneckOfHost, bottleneckOfSocket, listedSocket } from '@netstrata/advisor/bottleneck';
import { type SparkPoint, sparkHistory, sparkOf } from '@netstrata/metrics';
import type { SocketUpdate } from '@netstrata/protocol';
import type { AdviceDesk } from '../advice/AdviceDesk.ts';
import type { Hosts } from '../live/Hosts.ts';
import type { LiveHost } from '../live/LiveHost.ts';

interface HostUpdatesOptions {
  readonly hosts: Hosts;
  readonly advice: Pick<AdviceDesk, 'found'>;
  readonly now: () => number;
}

/** What browsers are told of a host, in every language. */
export class HostUpdates {
  readonly #options: HostUpdatesOptions;

  constructor(options: HostUpdatesOptions) {
    this.#options = options;
  }

  history({ hostId, window }: LiveHost): { readonly hostId: string; readonly points: readonly SparkPoint[] } {
    return { hostId, points: sparkHistory(window) };
  }

  stack(host: LiveHost) {
    const { hostId, facts, missing, sockets, window } = host;
    const stack = host.stack();
    const { hosts, advice, now } = this.#options;
    const summary = hosts.summary(host, now());
    const bottleneck = bottleneckOfHost({ stack, sockets, advice: advice.found(host) });
    return { hostId, host: summary, facts, missing, stack, bottleneck, spark: sparkOf(window) };
  }

  /** With what limits the socket, where the newest list has it. */
  socket(update: SocketUpdate) {
    const { hosts, advice } = this.#options;
    const host = hosts.find(update.hostId);
    if (host === undefined) return update;
    const row = listedSocket(host.sockets, update.cookie);
    return row === undefined ? update : { ...update, bottleneck: bottleneckOfSocket(row, advice.found(host)) };
  }
}
