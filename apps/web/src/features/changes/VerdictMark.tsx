import type { Verdict } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { BusyIcon, CalmIcon, InfoIcon, SaturatedIcon, UnknownIcon } from '../../components/icons.tsx';

const ICON = {
  'too-early': UnknownIcon,
  waits: InfoIcon,
  improved: CalmIcon,
  unchanged: BusyIcon,
  worse: SaturatedIcon,
  unmeasured: InfoIcon,
} satisfies Record<Verdict['state'], unknown>;
const INK = {
  'too-early': 'text-unknown-ink',
  waits: 'text-unknown-ink',
  improved: 'text-calm-ink',
  unchanged: 'text-busy-ink',
  worse: 'text-saturated-ink',
  unmeasured: 'text-unknown-ink',
} satisfies Record<Verdict['state'], string>;

/** Whether it helped, as icon and word. */
export const VerdictMark = ({ state }: { readonly state: Verdict['state'] }) => {
  const t = useTranslations('changes');
  const Icon = ICON[state];
  return (
    <span
      data-verdict-word={state}
      className={cx('inline-flex items-center gap-1.5 whitespace-nowrap font-medium', INK[state])}
    >
      <Icon className="size-4" />
      {t(`verdicts.${state}`)}
    </span>
  );
};
