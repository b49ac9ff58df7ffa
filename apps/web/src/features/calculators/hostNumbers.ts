import {
  type HostFacts,
  type InterfacesReport,
  type SocketRow,
  type SysctlsReport,
  sumKnown,
} from '@netstrata/metrics';
import type { LayerUpdate } from '@netstrata/protocol/types';
import { seriesByMetric } from '../metrics/seriesByMetric.ts';
import { type FarConnection, farConnection } from './farConnection.ts';

/** What calculators begin with: numbers of a host at one moment. Undefined is not known. */
export interface HostNumbers {
  /** A sysctl as the kernel prints it. */
  readonly sysctl: (name: string) => string | undefined;
  readonly memTotalBytes: number | undefined;
  readonly pageSizeBytes: number | undefined;
  /** Of the fastest link that has hardware behind it. */
  readonly linkMbit: number | undefined;
  readonly ringPlaces: number | undefined;
  /** Whose round trip stands for the paths of this host; undefined without a connection that leaves it. */
  readonly far: FarConnection | undefined;
  readonly lossPercent: number | undefined;
  readonly acceptedPerSecond: number | undefined;
  readonly openedPerSecond: number | undefined;
  readonly datagramsPerSecond: number | undefined;
  /** Of the busiest CPU. */
  readonly packetsPerSecond: number | undefined;
}

export interface HostSources {
  readonly facts: HostFacts | undefined;
  readonly sysctls: SysctlsReport | undefined;
  readonly interfaces: InterfacesReport | undefined;
  readonly transport: LayerUpdate | undefined;
  readonly link: LayerUpdate | undefined;
  /** Connections that may leave the host. */
  readonly far: readonly SocketRow[];
}

const largest = (numbers: readonly (number | null | undefined)[]): number | undefined => {
  const known = numbers.flatMap((number) => (number === null || number === undefined ? [] : [number]));
  return known.length === 0 ? undefined : Math.max(...known);
};

/** The numbers of a host as it is now. */
export const hostNumbers = ({ facts, sysctls, interfaces, transport, link, far }: HostSources): HostNumbers => {
  const rows = new Map(sysctls?.rows.map(({ name, value }) => [name, value]));
  const rateOf = (update: LayerUpdate | undefined, metric: string) =>
    seriesByMetric(update).get(metric)?.[0]?.perSecond ?? undefined;
  const sent = rateOf(transport, 'transport.tcp.outSegs');
  const again = rateOf(transport, 'transport.tcp.retransSegs');
  const cards = interfaces?.interfaces.filter(({ physical }) => physical) ?? [];
  return {
    sysctl: (name) => rows.get(name),
    memTotalBytes: facts?.memTotalBytes,
    pageSizeBytes: facts?.pageSizeBytes,
    linkMbit: largest(cards.map((card) => card.link?.speedMbit)),
    ringPlaces: largest(cards.map(({ rings }) => rings?.rx.current)),
    far: farConnection(far),
    lossPercent: sent === undefined || again === undefined || sent < 1 ? undefined : (100 * again) / sent,
    acceptedPerSecond: rateOf(transport, 'transport.tcp.passiveOpens'),
    openedPerSecond: rateOf(transport, 'transport.tcp.activeOpens'),
    // What arrives: those that no buffer had room for are counted as errors, not as read.
    datagramsPerSecond: sumKnown(
      ['transport.udp.inDatagrams', 'transport.udp.inErrors'].map((metric) => rateOf(transport, metric)),
    ),
    packetsPerSecond: largest(
      (seriesByMetric(link).get('link.softnet.processed') ?? []).map(({ perSecond }) => perSecond),
    ),
  };
};
