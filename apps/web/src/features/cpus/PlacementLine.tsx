'use client';
import { formatValue } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { StateIcon, stateInk } from '../../components/State.tsx';
import { useListed } from '../../locale/useListed.ts';
import { type Placement, placementOf } from './placement.ts';

const STATES = {
  unknown: 'unknown',
  'one-cpu': 'calm',
  quiet: 'calm',
  spread: 'calm',
  concentrated: 'calm',
  overloaded: 'saturated',
} as const satisfies Record<Placement['kind'], string>;

const MOST_NAMES = 3;

/** Whether one CPU does all the work, in a sentence, and what leads it there. */
export const PlacementLine = ({ values }: { readonly values: readonly LayerValue[] }) => {
  const t = useTranslations('cpus.placement');
  const listed = useListed();
  const placement = placementOf(values);
  const state = STATES[placement.kind];
  const narrow = placement.kind === 'concentrated' || placement.kind === 'overloaded';
  const numbers = {
    cpu: 'cpu' in placement ? placement.cpu : '',
    cpus: 'cpus' in placement ? placement.cpus : 0,
    share: 'share' in placement ? formatValue(placement.share, 'share') : '',
    softirq: 'softirq' in placement ? formatValue(placement.softirq, 'share') : '',
    perSecond: 'perSecond' in placement ? formatValue(Math.round(placement.perSecond), 'count') : '',
  };
  return (
    <div className="flex items-start gap-2 py-2 text-sm" data-placement={placement.kind}>
      <StateIcon state={state} className="mt-0.5" />
      <p className={`text-pretty ${placement.kind === 'overloaded' ? stateInk(state) : 'text-soft'}`}>
        {t(placement.kind, numbers)}
        {narrow && (
          <span className="block text-faint">
            {placement.irqs.length === 0
              ? t('noIrqs')
              : t('irqs', {
                  count: placement.irqs.length,
                  queues: listed(placement.irqs.slice(0, MOST_NAMES).map(({ device, queue }) => `${device} ${queue}`)),
                })}
          </span>
        )}
      </p>
    </div>
  );
};
