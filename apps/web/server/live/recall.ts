import type { HostRow } from '@netstrata/db';
import type { HostFacts } from '@netstrata/metrics';
import type { HistoryReader } from '../history/HistoryReader.ts';
import { recallHost } from '../history/refill.ts';
import type { Log } from '../start/log.ts';
import type { Hosts } from './Hosts.ts';
import type { LiveHost } from './LiveHost.ts';

export interface RecallOptions {
  readonly hosts: Hosts;
  readonly rows: readonly HostRow[];
  readonly intervalMs: number;
  /** Hosts whose agents have keys of their own. */
  readonly elsewhere: ReadonlySet<string>;
  readonly log: Log;
}

/** Makes the stored hosts known, not connected, as they were when last heard. */
export function recallHosts({ hosts, rows, intervalMs, elsewhere, log }: RecallOptions): void {
  for (const { hostId, factsJson, lastArrivedMs } of rows) {
    try {
      const facts = JSON.parse(factsJson) as HostFacts;
      const host = hosts.introduce(hostId, {
        facts: { ...facts, hostId },
        missing: [],
        intervalMs,
        elsewhere: elsewhere.has(hostId),
      });
      host.lastSampleMs = lastArrivedMs > 0 ? lastArrivedMs : null;
    } catch (error) {
      log.warn({ host: hostId, err: error }, 'a stored host could not be read back');
    }
  }
}

export interface PicturesOptions {
  readonly hosts: Hosts;
  readonly rows: readonly HostRow[];
  readonly reader: HistoryReader;
  readonly log: Log;
  /** After a host's window holds its last minutes again. */
  readonly recalled: (host: LiveHost) => void;
}

/** Reads back what each host's picture showed last, the newest first, unless its agent has sent something by then. */
export async function recallPictures({ hosts, rows, reader, log, recalled }: PicturesOptions): Promise<void> {
  for (const { hostId, lastSeenMs } of rows.toSorted((a, b) => b.lastArrivedMs - a.lastArrivedMs)) {
    const host = hosts.find(hostId);
    if (host === undefined || host.connected || host.lastSampleMs === null) continue;
    try {
      await recallHost(host, reader, lastSeenMs);
      if (!host.hasLiveSamples) recalled(host);
    } catch (error) {
      log.debug({ host: host.hostId, err: error }, 'the last picture of a host could not be read back');
    }
  }
}
