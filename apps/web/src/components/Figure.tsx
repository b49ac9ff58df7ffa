import { type DisplayUnit, type FormatOptions, formatValue } from '@netstrata/metrics';
import { useLocale } from 'next-intl';
import { cx } from './cx.ts';

/** "9.88 Mbit/s" as its number and what follows it. */
export const splitFigure = (text: string): readonly [number: string, unit: string] => {
  const [, number = text, unit = ''] = /^([–<>\-\d.,]+)\s?(.*)$/.exec(text) ?? [];
  return [number, unit];
};

interface FigureProps {
  readonly value: number | null | undefined;
  readonly unit: DisplayUnit;
  readonly options?: FormatOptions;
  readonly className?: string;
  readonly unitClassName?: string;
}

/** A number and its unit in tabular figures; the unit keeps quiet beside the number. */
export const Figure = ({ value, unit, options, className, unitClassName }: FigureProps) => {
  const locale = useLocale();
  const [number, suffix] = splitFigure(formatValue(value, unit, { ...options, locale }));
  return (
    <span className={cx('whitespace-nowrap tabular-nums', className)}>
      {number}
      {suffix !== '' && <span className={cx('ml-[0.2em]', unitClassName ?? 'text-faint')}>{suffix}</span>}
    </span>
  );
};
