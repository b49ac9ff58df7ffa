'use client';
import { formatAge } from '@netstrata/metrics';
import { cx } from '../../components/cx.ts';
import { CalmIcon, LinkLostIcon, UnknownIcon } from '../../components/icons.tsx';
import styles from './ConnectionBadge.module.css';
import { useAgeSeconds, useFreshness, useHost } from './live.ts';
import { CONNECTION_TEXT } from './text.ts';

const ICONS = {
  connecting: UnknownIcon,
  waiting: UnknownIcon,
  live: CalmIcon,
  silent: LinkLostIcon,
  lost: LinkLostIcon,
} as const;

/** Whether the page is live, and how old its newest sample is. The age counts on by itself, with or without a server. */
export const ConnectionBadge = ({ hostId }: { readonly hostId: string }) => {
  const { kind } = useFreshness(hostId);
  const age = useAgeSeconds(hostId);
  const sampleMs = useHost(hostId, (host) => host.update?.stack.timeMs);
  const Icon = ICONS[kind];
  const bad = kind === 'lost' || kind === 'silent';
  return (
    <div
      data-freshness={kind}
      className={cx(
        'flex items-center gap-2 whitespace-nowrap rounded-full py-1 pr-3 pl-2 text-xs ring-1 ring-inset',
        bad ? 'bg-busy-wash text-busy-ink ring-busy/60' : 'text-soft ring-line',
      )}
    >
      <span className={cx('relative grid place-items-center', kind === 'live' && 'text-calm-ink')}>
        <Icon className="size-3.5" />
        {kind === 'live' && <span key={sampleMs} className={styles['beat']} aria-hidden="true" />}
      </span>
      <span className="font-medium" aria-live="polite">
        {CONNECTION_TEXT[kind]}
      </span>
      {age !== undefined && (
        <span className="min-w-[5.5ch] tabular-nums" data-testid="data-age">
          {CONNECTION_TEXT.age(formatAge(age * 1000))}
        </span>
      )}
    </div>
  );
};
