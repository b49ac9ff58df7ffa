import type { AttributeTable } from '../netlink/AttributeTable.ts';
import { known } from '../netlink/known.ts';
import { HFSC_M2, HTB_OPT_CEIL, TCA_HFSC_USC, TCA_HTB } from './wire.ts';

/** Kinds whose rates are in their classes. */
export const CLASSFUL_SHAPERS: ReadonlySet<string> = new Set(['htb', 'hfsc']);

/**
 * The most that a class lets out, bytes a second, from the attributes inside its TCA_OPTIONS: the ceiling of htb, the second slope of the
 * upper limit curve of hfsc, which holds in the long run. Undefined where it has none.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/sched/sch_htb.c?h=v6.18 (htb_dump_class), sch_hfsc.c
 * (hfsc_dump_curves)
 */
export function classRate(options: AttributeTable, kind: string): number | undefined {
  const rate =
    kind === 'htb'
      ? (known(options.u64(TCA_HTB.ceil64)) ?? known(options.u32(TCA_HTB.parms, HTB_OPT_CEIL)))
      : known(options.u32(TCA_HFSC_USC, HFSC_M2));
  return rate === 0 ? undefined : rate;
}
