'use client';
import { formatRate, formatValue } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useHost } from '../connection/live.ts';
import { MetricButton } from '../details/MetricButton.tsx';
import styles from './Listeners.module.css';

/** Of metrics without labels. */
const ALL = {};
const NO_VALUES: readonly LayerValue[] = [];

/** Counters of the whole host, a second and in all. */
const COUNTERS = [
  ['overflows', 'socket.tcpExt.listenOverflows'],
  ['drops', 'socket.tcpExt.listenDrops'],
  ['synDrops', 'socket.tcpExt.tcpReqQFullDrop'],
] as const;

interface OneProps {
  readonly name: string;
  readonly help?: string;
  readonly value: string;
  readonly bad?: boolean;
  /** What it opens; without it there is nothing more to tell. */
  readonly metric?: string | undefined;
  readonly children?: ReactNode;
}

const One = ({ name, help, value, bad = false, metric, children }: OneProps) => (
  <div title={help}>
    <dt className="text-faint text-xs">{name}</dt>
    <dd className={bad ? 'font-semibold text-lg/6 text-saturated-ink' : 'font-semibold text-ink text-lg/6'}>
      {metric === undefined ? (
        value
      ) : (
        <MetricButton metric={metric} of={ALL}>
          {value}
        </MetricButton>
      )}
    </dd>
    {children !== undefined && <dd className="text-2xs text-faint">{children}</dd>}
  </div>
);

interface FiguresProps {
  readonly hostId: string;
  /** Connections in SYN-RECV; undefined where they are not known. */
  readonly halfOpen: number | undefined;
}

/** What the listeners of a host accept and lose, all together. */
export const Figures = ({ hostId, halfOpen }: FiguresProps) => {
  const t = useTranslations('listeners.figures');
  const headlines = useHost(
    hostId,
    (host) => host.update?.stack.layers.find(({ layer }) => layer === 'application')?.headlines,
  );
  const values = useHost(hostId, (host) => host.layers['socket']?.values) ?? NO_VALUES;
  const rateOf = (id: string) => formatRate(headlines?.find((headline) => headline.id === id)?.value, 'connections');
  return (
    <dl className={styles['figures']} aria-label={t('label')}>
      <One name={t('accepted')} value={rateOf('application.accepted')} metric="transport.tcp.passiveOpens" />
      <One name={t('opened')} value={rateOf('application.opened')} metric="transport.tcp.activeOpens" />
      <One name={t('halfOpen')} help={t('halfOpenHelp')} value={formatValue(halfOpen, 'count')} />
      {COUNTERS.map(([id, metric]) => {
        const { perSecond, value } = values.find((each) => each.metric === metric) ?? {};
        return (
          <One
            key={id}
            name={t(id)}
            metric={metric}
            help={t(`${id}Help`)}
            value={formatRate(perSecond, 'connections')}
            bad={(perSecond ?? 0) > 0}
          >
            {t('total', { count: formatValue(value, 'count') })}
          </One>
        );
      })}
    </dl>
  );
};
