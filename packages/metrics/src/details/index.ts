import type { ChurnReport } from './churn.ts';
import type { DistributionsReport } from './distributions.ts';
import type { DropsReport } from './drops.ts';
import type { InterfacesReport } from './interfaces.ts';
import type { NamespacesReport } from './namespaces.ts';
import type { NetworkReport } from './network.ts';
import type { PortsReport } from './ports.ts';
import type { ProcessesReport } from './processes.ts';
import type { SysctlsReport } from './sysctls.ts';

/**
 * Tables and settings of a host that are made when somebody looks: what has text in it, or belongs to things that come and go.
 * Numbers with a history are metrics instead.
 */
export interface DetailReports {
  readonly churn: ChurnReport;
  readonly distributions: DistributionsReport;
  readonly drops: DropsReport;
  readonly interfaces: InterfacesReport;
  readonly namespaces: NamespacesReport;
  readonly network: NetworkReport;
  readonly ports: PortsReport;
  readonly processes: ProcessesReport;
  readonly sysctls: SysctlsReport;
}

export type DetailKind = keyof DetailReports;

const KINDS: { readonly [K in DetailKind]: K } = {
  churn: 'churn',
  distributions: 'distributions',
  drops: 'drops',
  interfaces: 'interfaces',
  namespaces: 'namespaces',
  network: 'network',
  ports: 'ports',
  processes: 'processes',
  sysctls: 'sysctls',
};
export const DETAIL_KINDS = Object.values(KINDS) as readonly DetailKind[];

/** A report, or the reason why this host gives none. */
export type DetailAnswer<K extends DetailKind = DetailKind> =
  | { readonly ok: true; readonly report: DetailReports[K] }
  | { readonly ok: false; readonly reason: string };

export * from './churn.ts';
export * from './distributions.ts';
export * from './drops.ts';
export * from './interfaces.ts';
export * from './namespaces.ts';
export * from './network.ts';
export * from './ports.ts';
export * from './processes.ts';
export * from './sysctls.ts';
