import type { AuditRow } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { BusyIcon, CalmIcon, SaturatedIcon } from '../../components/icons.tsx';

const ICON = { done: CalmIcon, refused: BusyIcon, failed: SaturatedIcon } satisfies Record<
  AuditRow['outcome'],
  unknown
>;
const INK = {
  done: 'text-calm-ink',
  refused: 'text-busy-ink',
  failed: 'text-saturated-ink',
} satisfies Record<AuditRow['outcome'], string>;

/** How it ended, as icon and word. */
export const OutcomeMark = ({ outcome }: { readonly outcome: AuditRow['outcome'] }) => {
  const t = useTranslations('audit.outcomes');
  const Icon = ICON[outcome];
  return (
    <span className={cx('flex items-center gap-1 whitespace-nowrap text-xs', INK[outcome])}>
      <Icon className="size-3.5" />
      {t(outcome)}
    </span>
  );
};
