import type { LayerState } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { cx } from './cx.ts';
import { BusyIcon, CalmIcon, SaturatedIcon, UnknownIcon } from './icons.tsx';

const ICONS = { calm: CalmIcon, busy: BusyIcon, saturated: SaturatedIcon, unknown: UnknownIcon } as const;
const INK = {
  calm: 'text-calm-ink',
  busy: 'text-busy-ink',
  saturated: 'text-saturated-ink',
  unknown: 'text-unknown-ink',
} satisfies Record<LayerState, string>;
const BADGE = {
  calm: 'bg-calm-wash text-calm-ink',
  busy: 'bg-busy-wash text-busy-ink ring-1 ring-busy/50 ring-inset',
  saturated: 'bg-saturated-solid text-white',
  unknown: 'bg-unknown-wash text-unknown-ink ring-1 ring-line-strong ring-inset',
} satisfies Record<LayerState, string>;

/** The text colour that goes with a state. */
export const stateInk = (state: LayerState): string => INK[state];

export const StateIcon = ({ state, className }: { readonly state: LayerState; readonly className?: string }) => {
  const Icon = ICONS[state];
  return <Icon className={cx('size-4', INK[state], className)} />;
};

/** A state as colour, icon and word together. */
export const StateBadge = memo(({ state }: { readonly state: LayerState }) => {
  const t = useTranslations('components.states');
  const Icon = ICONS[state];
  return (
    <span
      data-state-word={state}
      className={cx(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-full py-0.5 pr-2 pl-1.5 font-medium text-2xs',
        BADGE[state],
      )}
    >
      <Icon className="size-3" />
      {t(state)}
    </span>
  );
});
StateBadge.displayName = 'StateBadge';
