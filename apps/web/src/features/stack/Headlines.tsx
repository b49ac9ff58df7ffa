import type { FormatOptions, Headline } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { Figure } from '../../components/Figure.tsx';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import styles from './Stack.module.css';

const DIRECTIONS = {
  down: <DownIcon className="size-3 text-down" />,
  up: <UpIcon className="size-3 text-up" />,
} as const;

interface HeadlinesProps {
  readonly headlines: readonly Headline[];
  readonly options: FormatOptions;
  readonly onOpen: (metric: string) => void;
}

/** The two or three figures of a layer that one looks for first; each opens. */
export const Headlines = memo(({ headlines, options, onOpen }: HeadlinesProps) => {
  const t = useTranslations('stack');
  return (
    <ul className={styles['headlines']}>
      {headlines.map(({ id, title, value, unit, metric, direction }) => (
        <li key={id} className="relative min-w-0">
          <div className={styles['headline']}>
            {direction !== undefined && <span className="self-center">{DIRECTIONS[direction]}</span>}
            <Figure
              value={value}
              unit={unit}
              options={options}
              className="font-semibold text-base text-ink leading-[1.125rem]"
              unitClassName="font-normal text-faint text-2xs"
            />
          </div>
          <div className="text-2xs text-soft">{title}</div>
          <button
            type="button"
            aria-label={t('openMetric', { title })}
            onClick={() => onOpen(metric)}
            className="absolute -inset-1 rounded-md hover:bg-hover"
          />
        </li>
      ))}
    </ul>
  );
});
Headlines.displayName = 'Headlines';
