import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { keepUnits } from '../../components/keepUnits.ts';
import { figureText } from './figureText.ts';
import styles from './HostList.module.css';
import { restOfHeadline } from './restOfHeadline.ts';

/** Of the number itself: its host may be worse for something else, which the sentence below it tells. */
const INK = { saturated: 'text-saturated-ink', busy: 'text-busy-ink', calm: '', unknown: '' } as const;

interface HostFigureProps {
  readonly host: HostSummary;
  /** The number above its name rather than beside it. */
  readonly tall?: boolean;
}

/** The number that stands for a host, with its name and what it is nearing; under it what hurts, in one sentence. */
export const HostFigure = ({ host, tall = false }: HostFigureProps) => {
  const t = useTranslations('hosts');
  const { figure } = host;
  const headline = restOfHeadline(host.headline, figure?.title);
  if (figure === undefined)
    return (
      <span className="text-faint" title={t('noFigureWhy')}>
        {t('noFigure')}
        <span className="sr-only">{t('noFigureWhy')}</span>
      </span>
    );
  const { number, unit, against } = figureText(figure);
  const gap = unit.startsWith('/') ? '' : ' ';
  return (
    <div className={cx('flex min-w-0 gap-x-3', tall ? 'flex-col' : 'items-center')}>
      <span
        className={cx(
          'shrink-0 whitespace-nowrap font-semibold tabular-nums tracking-tight',
          tall ? 'text-xl' : 'text-lg sm:w-16 sm:text-right',
          host.connected && INK[figure.state],
        )}
      >
        {number}
        <span className="font-normal text-xs">
          {gap}
          {unit}
        </span>
      </span>
      <span className="min-w-0 flex-1">
        <span className={cx(tall ? 'line-clamp-2 text-pretty' : styles['words'], 'text-sm')}>
          {figure.title}
          {against && (
            <span className="text-faint"> {keepUnits(t('of', { value: against[0], limit: against[1] }))}</span>
          )}
        </span>
        {headline !== undefined && (
          <span
            className={cx('text-soft text-xs', tall ? 'line-clamp-2 text-pretty' : styles['words'])}
            title={headline}
          >
            {headline}
          </span>
        )}
      </span>
    </div>
  );
};
