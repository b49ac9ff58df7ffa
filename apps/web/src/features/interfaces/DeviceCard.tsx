'use client';
import { formatRate, formatValue, type InterfaceDetails, UNKNOWN_TEXT } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { cx } from '../../components/cx.ts';
import { FillBar } from '../../components/FillBar.tsx';
import { BusyIcon, DownIcon, UpIcon } from '../../components/icons.tsx';
import { useListed } from '../../locale/useListed.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { MetricButton } from '../details/MetricButton.tsx';
import type { History } from '../history/useHistory.ts';
import styles from './Devices.module.css';
import { DeviceTraffic } from './DeviceTraffic.tsx';
import { DEV, lostOf, qdiscsOf, seriesOf, troublesOf } from './deviceNumbers.ts';
import { standingOf, summaryOf } from './summary.ts';

interface DeviceCardProps {
  readonly device: string;
  readonly values: readonly LayerValue[];
  /** Undefined before the driver has answered. */
  readonly details: InterfaceDetails | undefined;
  readonly asked: boolean;
  /** What all devices moved over the chosen time; undefined where there are too many to ask for. */
  readonly traffic: History | undefined;
  /** That time, in words. */
  readonly time: string;
  readonly onOpen: (device: string) => void;
}

/** From here on there is little room left. */
const NEAR = 0.9;

/** Why a bar has no limit. */
const useWhyNoSpeed = ({ details, asked }: Pick<DeviceCardProps, 'details' | 'asked'>) => {
  const t = useTranslations('interfaces');
  if (details === undefined) return t(asked ? 'card.speed.driver' : 'card.speed.waiting');
  if (standingOf(details) !== 'up') return t('card.speed.down');
  return t(details.physical ? 'card.speed.driver' : 'card.speed.virtual');
};

interface WayProps {
  readonly way: 'down' | 'up';
  readonly bytes: LayerValue | undefined;
  readonly packets: LayerValue | undefined;
  readonly speedMbit: number | undefined;
}

/** One direction: rate, packets, and the bar against the speed of the link. */
const Way = ({ way, bytes, packets, speedMbit }: WayProps) => {
  const t = useTranslations('interfaces');
  const name = t(way === 'up' ? 'card.received' : 'card.sent');
  const rate = bytes?.perSecond ?? undefined;
  const speed = speedMbit === undefined ? undefined : formatValue(speedMbit, 'mbit/s');
  const fraction = rate === undefined || speedMbit === undefined ? undefined : (rate * 8) / (speedMbit * 1e6);
  const Icon = way === 'up' ? UpIcon : DownIcon;
  const full = (fraction ?? 0) >= NEAR;
  return (
    <div className={styles['way']}>
      <span className="flex items-baseline gap-1.5">
        <Icon className={`size-3 self-center ${way === 'up' ? 'text-up' : 'text-down'}`} />
        <span className="text-soft">{name}</span>
        {bytes === undefined ? (
          <span className="font-semibold text-ink text-sm">{formatRate(rate, 'bytes')}</span>
        ) : (
          <MetricButton metric={bytes.metric} of={bytes.labels} className="font-semibold text-ink text-sm">
            {formatRate(rate, 'bytes')}
          </MetricButton>
        )}
      </span>
      <span className="text-faint">{t('card.packets', { count: formatValue(packets?.perSecond, 'count') })}</span>
      <span>
        {speed !== undefined && (
          <FillBar
            label={name}
            text={t('card.rateOfSpeed', { rate: formatRate(rate, 'bytes'), speed })}
            fraction={fraction}
            tone={full ? 'busy' : way}
          />
        )}
        {fraction !== undefined && speed !== undefined && (
          <span className={full ? 'font-semibold text-busy-ink' : 'text-faint'}>
            {t('card.ofSpeed', { share: formatValue(fraction, 'share'), speed })}
          </span>
        )}
      </span>
    </div>
  );
};

/** What it loses now by the most frequent reason, else what it lost since boot. */
const Losses = ({ values }: { readonly values: readonly LayerValue[] }) => {
  const t = useTranslations('interfaces');
  const words = useMetricWords();
  const { perSecond, total } = lostOf(values);
  const [worst] = troublesOf(values);
  const counts = worst !== undefined && (worst.value.perSecond ?? 0) > 0;
  if (total === undefined) return t('card.unknown');
  return (
    <>
      {counts ? (
        <MetricButton
          metric={worst.metric.id}
          of={worst.value.labels}
          className="text-right font-semibold text-saturated-ink"
        >
          <BusyIcon className="mr-1 inline size-3 align-[-0.125em]" />
          <span className="whitespace-nowrap">{formatRate(worst.value.perSecond, 'packets')}</span>{' '}
          {words(worst.metric).title}
        </MetricButton>
      ) : (
        <span className="text-calm-ink">
          {(perSecond ?? 0) > 0 ? formatRate(perSecond, 'packets') : t('card.nothing')}
        </span>
      )}
      {total > 0 && <span className="block text-faint">{t('card.since', { count: formatValue(total, 'count') })}</span>}
    </>
  );
};

interface AlsoProps {
  readonly className?: string;
  readonly children: string;
}

/** One thing more on the line, or on the next one as a whole: a number stays with what it counts. */
const Also = ({ className, children }: AlsoProps) => (
  <>
    <span className="text-faint"> · </span>
    <span className={cx('inline-block', className)}>{children}</span>
  </>
);

const Queue = ({ values }: { readonly values: readonly LayerValue[] }) => {
  const t = useTranslations('interfaces');
  const [root] = qdiscsOf(values);
  if (root === undefined) return t('card.noQueue');
  const drops = root.drops?.perSecond ?? 0;
  return (
    <>
      <code className="font-mono">{root.kind}</code>
      {root.rateBytesPerSecond !== undefined && (
        <Also>{t('card.shaped', { rate: formatValue(root.rateBytesPerSecond, 'bytes/s') })}</Also>
      )}
      {root.qlen !== null && <Also>{t('card.waiting', { count: formatValue(root.qlen, 'count') })}</Also>}
      {drops > 0 && (
        <Also className="font-semibold text-saturated-ink">
          {t('card.qdiscDrops', { rate: formatRate(drops, 'packets') })}
        </Also>
      )}
    </>
  );
};

const Queues = ({ details }: { readonly details: InterfaceDetails | undefined }) => {
  const t = useTranslations('interfaces');
  const { queues, rings } = details ?? {};
  if (queues === undefined && rings === undefined) return t('card.unknownQueues');
  return (
    <>
      {queues !== undefined && t('card.rxTx', { rx: queues.rxCount, tx: queues.txCount })}
      {rings?.rx.current !== undefined && (
        <Also>{t('card.rings', { rx: String(rings.rx.current), tx: String(rings.tx.current ?? UNKNOWN_TEXT) })}</Also>
      )}
    </>
  );
};

/** One network device: what it moves, loses and queues now. */
export const DeviceCard = memo(
  ({ device, values, details, asked, traffic, time, onOpen }: DeviceCardProps) => {
    const t = useTranslations('interfaces');
    const listed = useListed();
    const why = useWhyNoSpeed({ details, asked });
    const counted = seriesOf(values, DEV.speedMbit)?.value ?? undefined;
    // The kernel says 0 or -1 where it does not know.
    const speedMbit = details?.link?.speedMbit ?? (counted !== undefined && counted > 0 ? counted : undefined);
    const moves =
      details === undefined || standingOf(details) === 'up' || values.some(({ perSecond }) => (perSecond ?? 0) > 0);
    return (
      <article className={styles['card']} data-standing={details && standingOf(details)} data-device={device}>
        <header className="flex items-baseline gap-x-2">
          <h3 className="min-w-0">
            <button
              type="button"
              aria-haspopup="dialog"
              aria-label={t('card.open', { device })}
              className={`${styles['open']} truncate font-medium font-mono text-ink text-sm`}
              onClick={() => onOpen(device)}
            >
              {device}
            </button>
          </h3>
          <span className="min-w-0 flex-1 text-soft">{details === undefined ? '' : listed(summaryOf(t, details))}</span>
          {details?.driver !== undefined && <span className="text-faint">{details.driver.name}</span>}
        </header>
        {moves && (
          <>
            <Way
              way="up"
              bytes={seriesOf(values, DEV.rxBytes)}
              packets={seriesOf(values, DEV.rxPackets)}
              speedMbit={speedMbit}
            />
            <Way
              way="down"
              bytes={seriesOf(values, DEV.txBytes)}
              packets={seriesOf(values, DEV.txPackets)}
              speedMbit={speedMbit}
            />
            {speedMbit === undefined && <p className="-mt-1 text-faint">{why}</p>}
            {traffic !== undefined && <DeviceTraffic device={device} traffic={traffic} time={time} />}
          </>
        )}
        {moves && (
          <dl className={styles['facts']}>
            <dt>{t('card.lost')}</dt>
            <dd>
              <Losses values={values} />
            </dd>
            <dt>{t('card.queue')}</dt>
            <dd>
              <Queue values={values} />
            </dd>
            <dt>{t('card.queues')}</dt>
            <dd>
              <Queues details={details} />
            </dd>
          </dl>
        )}
      </article>
    );
  },
  (before, next) =>
    before.details === next.details &&
    before.asked === next.asked &&
    before.traffic === next.traffic &&
    before.time === next.time &&
    before.onOpen === next.onOpen &&
    before.values.length === next.values.length &&
    before.values.every((value, place) => value === next.values[place]),
);
DeviceCard.displayName = 'DeviceCard';
