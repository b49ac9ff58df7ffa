import type { AttributeTable } from '../netlink/AttributeTable.ts';
import { known } from '../netlink/known.ts';
import type { ShaperSettings } from '../rtnetlinkRows.ts';
import { PSCHED_TICK_SECONDS, TBF_QOPT, TCA_CAKE_BASE_RATE64, TCA_TBF } from './wire.ts';

const NOT_A_SHAPER: ShaperSettings = { rateBytesPerSecond: undefined, burstBytes: undefined, limitBytes: undefined };

/**
 * From the attributes inside TCA_OPTIONS. The kernel keeps the burst of tbf as the time that it takes at the rate, so that bytes come
 * out rounded by less than one in a thousand.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/sched/sch_tbf.c?h=v6.18 (tbf_dump), sch_cake.c
 */
export function shaperSettings(options: AttributeTable, kind: string): ShaperSettings {
  if (kind === 'cake') {
    const rate = known(options.u64(TCA_CAKE_BASE_RATE64));
    return { ...NOT_A_SHAPER, rateBytesPerSecond: rate === 0 ? undefined : rate };
  }
  if (kind !== 'tbf') return NOT_A_SHAPER;
  const rate = known(options.u64(TCA_TBF.rate64)) ?? known(options.u32(TCA_TBF.parms, TBF_QOPT.rate));
  const ticks = known(options.u32(TCA_TBF.parms, TBF_QOPT.buffer));
  return {
    rateBytesPerSecond: rate,
    burstBytes: rate === undefined || ticks === undefined ? undefined : Math.round(ticks * PSCHED_TICK_SECONDS * rate),
    limitBytes: known(options.u32(TCA_TBF.parms, TBF_QOPT.limit)),
  };
}
