'use client';
import { formatAge } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import { clockDay } from '../../components/clockTime.ts';
import { cx } from '../../components/cx.ts';
import { CalmIcon, LinkLostIcon, UnknownIcon } from '../../components/icons.tsx';
import styles from './ConnectionBadge.module.css';
import { useAgeSeconds, useFreshness, useHost } from './live.ts';

const ICONS = {
  connecting: UnknownIcon,
  waiting: UnknownIcon,
  live: CalmIcon,
  silent: LinkLostIcon,
  lost: LinkLostIcon,
} as const;

/** Whether the page is live, and how old its newest sample is. The age counts on by itself, with or without a server. */
export const ConnectionBadge = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('connection');
  const locale = useLocale();
  const { kind } = useFreshness(hostId);
  const age = useAgeSeconds(hostId);
  const sampleMs = useHost(hostId, (host) => host.update?.stack.timeMs);
  const Icon = ICONS[kind];
  const bad = kind === 'lost' || kind === 'silent';
  return (
    <div
      data-freshness={kind}
      className={cx(
        'relative flex items-center gap-2 whitespace-nowrap rounded-full max-sm:ml-auto max-sm:gap-1.5 py-1 pr-3 pl-2 max-sm:pr-2 text-xs ring-1 ring-inset',
        bad ? 'bg-busy-wash text-busy-ink ring-busy/60' : 'text-soft ring-line',
      )}
    >
      <span className={cx('relative grid place-items-center', kind === 'live' && 'text-calm-ink')}>
        <Icon className="size-3.5" />
        {kind === 'live' && <span key={sampleMs} className={styles['beat']} aria-hidden="true" />}
      </span>
      {/* On a phone the notice below says the rest. */}
      <span
        className={kind === 'live' ? 'sr-only' : cx('font-medium', age !== undefined && 'max-sm:sr-only')}
        aria-live="polite"
      >
        {t(kind)}
      </span>
      {age !== undefined && (
        <span className="min-w-[5.5ch] tabular-nums print:hidden" data-testid="data-age">
          {t('age', { age: formatAge(age * 1000, locale) })}
        </span>
      )}
      {/* An age says nothing on paper. */}
      {sampleMs !== undefined && <span className="hidden tabular-nums print:inline">{clockDay(sampleMs)}</span>}
    </div>
  );
};
