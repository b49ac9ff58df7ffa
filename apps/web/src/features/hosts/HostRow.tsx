'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { cx } from '../../components/cx.ts';
import { MeantLink } from '../../components/MeantLink.tsx';
import { StateIcon } from '../../components/State.tsx';
import { hostHref } from '../address/hostHref.ts';
import { DataAge } from './DataAge.tsx';
import { HostFigure } from './HostFigure.tsx';
import styles from './HostList.module.css';
import { HostStateBadge } from './HostState.tsx';
import { HostTags } from './HostTags.tsx';
import { hostState } from './hosts.ts';
import { Strata } from './Strata.tsx';

export interface HostItemProps {
  readonly host: HostSummary;
  readonly onEdit: ((host: HostSummary) => void) | undefined;
}

const Name = ({ host, onEdit }: HostItemProps) => {
  const t = useTranslations('hosts');
  return (
    <div className={styles['name']}>
      <MeantLink
        href={hostHref(host.hostId)}
        // Names of one kind differ at their ends: these are not cut off.
        className={cx(styles['link'], 'line-clamp-3 min-h-6 font-medium text-base wrap-anywhere')}
      >
        {host.hostname}
      </MeantLink>
      {/* Tags may take a line of their own, the sign that there could be some does not. */}
      <span
        className={cx(
          'flex min-w-0 items-center gap-x-2 gap-y-0.5 text-faint text-xs',
          host.tags.length > 0 && 'flex-wrap',
        )}
      >
        <span className="truncate">
          {host.self && `${t('self')} · `}
          {host.kernelRelease}
        </span>
        <HostTags host={host} onEdit={onEdit} />
      </span>
    </div>
  );
};

/** One host in one line. */
export const HostRow = memo(({ host, onEdit }: HostItemProps) => {
  const t = useTranslations('hosts');
  const layers = useTranslations('layers.names');
  const list = useTranslations('layers.list');
  return (
    <div className={styles['row']} data-host={host.hostId} data-state={hostState(host)}>
      <Name host={host} onEdit={onEdit} />
      <HostStateBadge host={host} className={styles['worst'] ?? ''} />
      <ul className={cx(styles['layers'], !host.connected && 'opacity-70 grayscale')}>
        {host.layers.map(({ layer, state }) => (
          <li
            key={layer}
            className={styles['layer']}
            data-layer-state={state}
            title={list('of', { what: layers(layer), text: t(`states.${state}`) })}
          >
            <StateIcon state={state} />
            <span className={styles['layerName']}>{layers(layer)}</span>
            <span className="sr-only">{t(`states.${state}`)}</span>
          </li>
        ))}
      </ul>
      <div className={styles['figure']}>
        <HostFigure host={host} />
      </div>
      <span className={cx(styles['age'], 'text-soft text-xs tabular-nums')}>
        <DataAge host={host} />
      </span>
    </div>
  );
});
HostRow.displayName = 'HostRow';

/** One host as a card, with its stack in small. */
export const HostCard = memo(({ host, onEdit }: HostItemProps) => (
  <div className={styles['card']} data-host={host.hostId} data-state={hostState(host)}>
    <div className="flex min-w-0 flex-col gap-2">
      <Name host={host} onEdit={onEdit} />
      <div className="mt-auto min-w-0">
        <HostFigure host={host} tall />
      </div>
      <div className="flex items-center gap-2 text-soft text-xs tabular-nums">
        <HostStateBadge host={host} />
        <DataAge host={host} />
      </div>
    </div>
    <div className={styles['cardStack']}>
      <Strata host={host} />
    </div>
  </div>
));
HostCard.displayName = 'HostCard';
