import type { ChurnReport } from '@netstrata/metrics';

export interface ClosedBy {
  readonly perSecond: number;
  /** Undefined before it is known which were short. */
  readonly shortShare: number | undefined;
  readonly retransShare: number | undefined;
}

/** Connections closed lately at the ports that one process accepts at; undefined where none is known. */
export function closedByOf(report: ChurnReport | undefined, pid: number): ClosedBy | undefined {
  const own = report?.services.filter((service) => service.pid === pid && service.protocol === 'tcp') ?? [];
  if (report === undefined || report.windowMs <= 0 || own.length === 0) return undefined;
  const closed = own.reduce((sum, row) => sum + row.closed, 0);
  const short = own.reduce<number | undefined>(
    (sum, row) => (sum === undefined || row.short === undefined ? undefined : sum + row.short),
    0,
  );
  const retrans = own.map(({ retransShare }) => retransShare).filter((share) => share !== undefined);
  return {
    perSecond: (closed * 1000) / report.windowMs,
    shortShare: short === undefined || closed === 0 ? undefined : short / closed,
    retransShare: retrans.length === 0 ? undefined : Math.max(...retrans),
  };
}
