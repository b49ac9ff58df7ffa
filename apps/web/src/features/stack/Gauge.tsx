'use client';
import { type FormatOptions, formatValue, type Gauge as GaugeModel, isHurting, type Layer } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo, useContext } from 'react';
import { cx } from '../../components/cx.ts';
import { keepUnits } from '../../components/keepUnits.ts';
import { stateInk } from '../../components/State.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { useHost } from '../connection/live.ts';
import styles from './Gauge.module.css';
import { PastContext } from './PastContext.ts';
import { useSpokenGauge } from './useSpokenGauge.ts';
import { Vessel } from './Vessel.tsx';
import { whyUnknown } from './whyUnknown.ts';

interface GaugeProps {
  readonly hostId: string;
  readonly layer: Layer;
  readonly gauge: GaugeModel;
  readonly options: FormatOptions;
  readonly onOpen: (metric: string) => void;
}

/** What the kernel calls it: in the tooltip. */
const ASIDE = / ?[(（][^()（）]*[)）]$/;

/** A buffer or queue against its limit: the vessel, its percentage, both numbers; all else on demand. */
export const Gauge = memo(({ hostId, layer, gauge, options, onOpen }: GaugeProps) => {
  const t = useTranslations('stack.gauge');
  const spoken = useSpokenGauge();
  const { id, title, fraction, state, metric, unit, limit, limitName } = gauge;
  const value = formatValue(gauge.value, unit, options);
  const known = fraction !== undefined;
  const hurts = known && isHurting(state);
  // What follows the first clause is for the tooltip.
  const why = whyUnknown(gauge, t('unknown'));
  const against =
    unit === 'share'
      ? t('share', { name: limitName.replace(ASIDE, '') })
      : t('of', { value, limit: formatValue(limit, unit, options) });
  return (
    <div className={styles['gauge']}>
      <div className={styles['title']}>{title}</div>
      <div className={styles['body']}>
        <Spoken gauge={gauge} words={spoken(gauge, options)} />
        <Vessel gauge={gauge} />
        <div className="min-w-0 flex-1">
          <div className={cx(styles['amount'], !known && styles['plain'], hurts ? stateInk(state) : 'text-ink')}>
            {known ? formatValue(fraction, 'share') : value}
          </div>
          <div className={styles['against']}>{keepUnits(known ? against : why)}</div>
        </div>
      </div>
      <GaugeButton
        hostId={hostId}
        layer={layer}
        id={id}
        title={title}
        metric={metric}
        options={options}
        onOpen={onOpen}
      />
    </div>
  );
});
Gauge.displayName = 'Gauge';

/** For those who hear the page: a native meter cannot be drawn as a vessel, so it stands beside the drawing. */
const Spoken = ({ gauge, words }: { readonly gauge: GaugeModel; readonly words: string }) => {
  const t = useTranslations('stack');
  const { title, value, limit, fraction } = gauge;
  if (value === undefined || limit === undefined || fraction === undefined)
    return <span className="sr-only">{t('spoken', { title, words })}</span>;
  return <meter className="sr-only" aria-label={title} aria-valuetext={words} min={0} max={limit} value={value} />;
};

interface GaugeTipProps extends Pick<GaugeProps, 'hostId' | 'layer' | 'options'> {
  readonly id: string;
}

interface GaugeButtonProps extends GaugeTipProps, Pick<GaugeProps, 'onOpen'> {
  readonly title: string;
  readonly metric: string;
}

/** Lies over the gauge. New numbers do not touch it: its tooltip looks them up when it is shown. */
const GaugeButton = memo(({ title, metric, onOpen, ...tip }: GaugeButtonProps) => {
  const t = useTranslations('stack');
  return (
    <Tooltip text={<GaugeTip {...tip} />}>
      <button
        type="button"
        aria-label={t('openMetric', { title })}
        onClick={() => onOpen(metric)}
        className="absolute -inset-1 rounded-md hover:bg-hover"
      />
    </Tooltip>
  );
});
GaugeButton.displayName = 'GaugeButton';

const GaugeTip = ({ hostId, layer, id, options }: GaugeTipProps) => {
  const t = useTranslations('stack.gauge');
  const spoken = useSpokenGauge();
  const comma = useTranslations('layers.list')('comma');
  const past = useContext(PastContext);
  const gauge = useHost(hostId, ({ update }) =>
    (past?.stack ?? update?.stack)?.layers.find((each) => each.layer === layer)?.gauges.find((each) => each.id === id),
  );
  if (gauge === undefined) return null;
  const marks = gauge.marks.map((mark) => `${mark.label} ${formatValue(mark.value, gauge.unit, options)}`).join(comma);
  return (
    <span className="block">
      <span className="block font-medium">{gauge.title}</span>
      <span className="block text-soft">{spoken(gauge, options)}</span>
      {gauge.unit === 'bytes' && (gauge.fraction ?? 0) > 1 && <span className="block text-soft">{t('over')}</span>}
      {marks !== '' && <span className="block text-soft">{marks}</span>}
      {gauge.fraction !== undefined && gauge.detail !== '' && <span className="block text-faint">{gauge.detail}</span>}
    </span>
  );
};
