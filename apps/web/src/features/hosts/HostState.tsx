import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { LinkLostIcon } from '../../components/icons.tsx';
import { StateBadge, StateIcon } from '../../components/State.tsx';
import { type HostState, hostState } from './hosts.ts';

/** The shape that stands for a state, for a host that is away too. */
export const HostStateIcon = ({ state, className }: { readonly state: HostState; readonly className: string }) =>
  state === 'away' ? (
    <LinkLostIcon className={cx('text-unknown-ink', className)} />
  ) : (
    <StateIcon state={state} className={className} />
  );

const Away = () => {
  const t = useTranslations('hosts.states');
  return (
    <span
      data-state-word="away"
      className="inline-flex items-center gap-1 whitespace-nowrap rounded-full bg-unknown-wash py-0.5 pr-2 pl-1.5 font-medium text-2xs text-unknown-ink ring-1 ring-line-strong ring-inset"
    >
      <LinkLostIcon className="size-3" />
      {t('away')}
    </span>
  );
};

/** The worst that is known of a host, as colour, icon and word. */
export const HostStateBadge = ({ host, className }: { readonly host: HostSummary; readonly className?: string }) => {
  const state = hostState(host);
  return (
    <span className={cx('inline-flex', className)}>{state === 'away' ? <Away /> : <StateBadge state={state} />}</span>
  );
};
