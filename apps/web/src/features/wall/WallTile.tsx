'use client';
import { formatAge } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol/types';
import { useLocale, useTranslations } from 'next-intl';
import { type CSSProperties, memo } from 'react';
import { cx } from '../../components/cx.ts';
import { useClocked } from '../connection/live.ts';
import { figureText } from '../hosts/figureText.ts';
import { HostStateIcon } from '../hosts/HostState.tsx';
import { hostState } from '../hosts/hosts.ts';
import { restOfHeadline } from '../hosts/restOfHeadline.ts';
import { Strata } from '../hosts/Strata.tsx';
import type { Grid } from './grid.ts';
import { HostName } from './HostName.tsx';
import styles from './WallTile.module.css';

interface WallTileProps {
  readonly host: HostSummary;
  /** What it is called here. */
  readonly name: string;
  readonly density: Grid['density'];
  /** How many tiles there are in its row. */
  readonly abreast: number;
  /** Its trouble is new: it catches the eye, once. */
  readonly fresh: boolean;
}

/** Since when nothing is known; nothing while samples arrive. */
const OldData = ({ host: { connected, lastSampleMs } }: { readonly host: HostSummary }) => {
  const t = useTranslations('wall');
  const locale = useLocale();
  const age = useClocked((state, nowMs) =>
    lastSampleMs === null ? undefined : formatAge(Math.max(0, nowMs + state.clockOffsetMs - lastSampleMs), locale),
  );
  const text = age === undefined ? t('never') : connected ? t('silentFor', { age }) : t('awayFor', { age });
  return <p className={styles['old']}>{text}</p>;
};

interface FigureProps {
  readonly host: HostSummary;
  /** Whether there is room for what it is of how much. */
  readonly whole: boolean;
}

const Figure = ({ host: { figure }, whole }: FigureProps) => {
  const t = useTranslations('wall');
  if (figure === undefined) return <p className={styles['none']}>{t('noFigure')}</p>;
  const { number, unit, against } = figureText(figure);
  return (
    <>
      <p className={styles['number']} data-state={figure.state}>
        {number}
        <span className={styles['unit']}>{unit}</span>
      </p>
      <p className={styles['title']}>
        {figure.title}
        {whole && against !== undefined && (
          <>
            {' '}
            <span className={styles['against']}>{t('of', { value: against[0], limit: against[1] })}</span>
          </>
        )}
      </p>
    </>
  );
};

/** One host: its name, the number that stands for it, what hurts, and its five layers. Drawn anew only when something of it changes. */
export const WallTile = memo(({ host, name, density, abreast, fresh }: WallTileProps) => {
  const t = useTranslations('hosts.states');
  const state = hostState(host);
  // What hurt before nothing more was heard of it says nothing of now.
  const says = density !== 'small' && host.live;
  // One whole clause can be read from afar; a second one would be cut off.
  const [headline] = (says && restOfHeadline(host.headline, host.figure?.title)?.split(/[;；]/)) || [];
  return (
    <li
      className={styles['tile']}
      data-host={host.hostId}
      data-state={state}
      data-fresh={fresh}
      style={{ '--abreast': abreast } as CSSProperties}
    >
      <div className={styles['inside']}>
        <div className={styles['text']}>
          <h2 className={styles['name']}>
            {density !== 'small' && <HostStateIcon state={state} className={cx(styles['icon'])} />}
            <HostName name={name} />
            <span className="sr-only">{t(state)}</span>
          </h2>
          {host.live ? <Figure host={host} whole={density !== 'small'} /> : <OldData host={host} />}
          {headline !== undefined && <p className={styles['headline']}>{headline}</p>}
        </div>
        <Strata host={host} named={density === 'large'} />
      </div>
    </li>
  );
});
WallTile.displayName = 'WallTile';
