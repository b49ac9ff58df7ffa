'use client';
import { formatValue, type SysctlsReport } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { clockDay } from '../../components/clockTime.ts';
import { useListed } from '../../locale/useListed.ts';
import { useFormatOptions } from '../catalogue/useFormatOptions.ts';
import { useTunableWords } from '../catalogue/useTunableWords.ts';
import { amountOf } from './amountOf.ts';
import type { SysctlItem } from './sysctlItems.ts';

interface SettingValuesProps {
  readonly hostId: string;
  readonly item: SysctlItem;
  readonly report: SysctlsReport | undefined;
}

/** What a setting is, would be, was and will be: each with where that comes from, or why it is not known. */
export const SettingValues = ({ hostId, item, report }: SettingValuesProps) => {
  const t = useTranslations('sysctls.sheet');
  const listed = useListed();
  const options = useFormatOptions(hostId);
  const { defaultDerivation } = useTunableWords().wordsOf(item.entry);
  const { entry, ref, value, unreadable, kernelDefault, recommended, boot } = item;
  const shown = (text: string | undefined, why: string): ReactNode => {
    if (text === undefined) return <span className="text-faint">{why}</span>;
    const amount = amountOf(text, entry.unit, options);
    return (
      <>
        <span className="break-words font-mono">{text || t('nothing')}</span>
        {amount !== undefined && <span className="block font-normal text-faint text-xs">{listed(amount)}</span>}
      </>
    );
  };
  const fact = (name: string, children: ReactNode) => (
    <div className="contents">
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
  const last = boot?.setters.at(-1);
  return (
    <dl
      className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 rounded-lg bg-sunken px-4 py-3 text-sm"
      data-testid="values"
    >
      {fact(t('now'), <strong className="font-semibold">{shown(value, unreadable ?? t('notKnown'))}</strong>)}
      {fact(
        t('default'),
        <>
          {shown(kernelDefault, '')}
          {defaultDerivation !== undefined && (
            <span className="block text-pretty text-faint text-xs">{defaultDerivation}</span>
          )}
        </>,
      )}
      {fact(
        t('recommended'),
        recommended === undefined ? (
          <span className="text-faint">{t('noAdvice')}</span>
        ) : (
          <>
            <span className="font-semibold text-accent">{shown(recommended.value, '')}</span>
            <span className="block text-pretty text-soft text-xs">{recommended.title}</span>
          </>
        ),
      )}
      {fact(
        t('boot'),
        ref.device !== undefined ? (
          <span className="text-faint">{t('bootDevice')}</span>
        ) : ref.namespace !== 'host' ? (
          <span className="text-faint">{t('bootNamespace')}</span>
        ) : (
          <>
            {shown(last?.value, t('bootNone'))}
            {boot?.setters.toReversed().map((setter, at) => (
              <span key={`${setter.from} ${setter.value}`} className="block break-all text-faint text-xs">
                {t(setter.kind === 'file' ? 'byFile' : 'byTuned', { from: setter.from, value: setter.value })}
                {at === 0 && boot.setters.length > 1 ? ` · ${t('wins')}` : ''}
              </span>
            ))}
          </>
        ),
      )}
      {boot !== undefined &&
        report !== undefined &&
        fact(
          t('atStart'),
          <>
            {shown(boot.atStart, t('notReadThen'))}
            <span className="block text-faint text-xs tabular-nums">
              {t('since', {
                time: clockDay(report.startedMs),
                age: formatValue((report.startedMs - report.bootMs) / 1000, 'seconds', options),
              })}
            </span>
          </>,
        )}
    </dl>
  );
};
