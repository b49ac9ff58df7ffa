import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { BusyIcon, CalmIcon, InfoIcon, SaturatedIcon, UndoIcon, UnknownIcon } from '../../components/icons.tsx';

type State = ChangeRecord['state'];

const ICON = {
  applying: InfoIcon,
  pending: InfoIcon,
  kept: CalmIcon,
  undone: UndoIcon,
  refused: SaturatedIcon,
  unknown: UnknownIcon,
} satisfies Record<State, unknown>;
const LOOK = {
  applying: 'bg-raised text-accent ring-1 ring-accent/50 ring-inset',
  pending: 'bg-raised text-accent ring-1 ring-accent/50 ring-inset',
  kept: 'bg-calm-wash text-calm-ink',
  undone: 'bg-unknown-wash text-soft ring-1 ring-line-strong ring-inset',
  refused: 'bg-saturated-wash text-saturated-ink ring-1 ring-saturated/50 ring-inset',
  unknown: 'bg-unknown-wash text-unknown-ink ring-1 ring-line-strong ring-inset',
} satisfies Record<State, string>;

const CHIP = 'inline-flex items-center gap-1 whitespace-nowrap rounded-full py-0.5 pr-2 pl-1.5 font-medium text-2xs';

/** What became of a change, as icon and word; and that a kept one is not there any more. */
export const StateMark = ({ change: { state, lost = [] } }: { readonly change: ChangeRecord }) => {
  const t = useTranslations('changes');
  const Icon = ICON[state];
  return (
    <span className="inline-flex flex-wrap gap-1">
      <span className={cx(CHIP, LOOK[state])}>
        <Icon className="size-3" />
        {t(`states.${state}`)}
      </span>
      {lost.length > 0 && (
        <span className={cx(CHIP, 'bg-busy-wash text-busy-ink ring-1 ring-busy/50 ring-inset')}>
          <BusyIcon className="size-3" />
          {t('lost')}
        </span>
      )}
    </span>
  );
};
