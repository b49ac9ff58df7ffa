'use client';
import type { FormatOptions } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { BusyIcon, InfoIcon } from '../../components/icons.tsx';
import { useListed } from '../../locale/useListed.ts';
import { useTunableWords } from '../catalogue/useTunableWords.ts';
import { RiskMark } from '../changes/RiskMark.tsx';
import { amountOf } from './amountOf.ts';
import styles from './Sysctls.module.css';
import { type SysctlItem, sameItem } from './sysctlItems.ts';

/** A value as the kernel prints it; nothing is a value too, of a list. */
const Value = ({ text, className }: { readonly text: string; readonly className?: string }) => {
  const t = useTranslations('sysctls');
  return text === '' ? (
    <span className="text-faint">{t('nothing')}</span>
  ) : (
    <span className={`font-mono ${className ?? ''}`}>{text}</span>
  );
};

interface SysctlRowProps {
  readonly item: SysctlItem;
  readonly picked: boolean;
  readonly mayPick: boolean;
  readonly options: FormatOptions;
  readonly onOpen: (item: SysctlItem) => void;
  readonly onPick: (key: string) => void;
}

/** One setting on one line. */
export const SysctlRow = memo(
  ({ item, picked, mayPick, options, onOpen, onPick }: SysctlRowProps) => {
    const t = useTranslations('sysctls');
    const listed = useListed();
    const { title, help } = useTunableWords().wordsOf(item.entry);
    const { entry, ref, value, unreadable, kernelDefault, differs, recommended, atBoot, boot, change, drifted } = item;
    const amount = value === undefined ? undefined : amountOf(value, entry.unit, options);
    const name = ref.queue === undefined ? entry.name : t('ofQueue', { name: entry.name, queue: ref.queue });
    return (
      <tr className={styles['row']} data-sysctl={entry.name} data-picked={picked} data-drifted={drifted}>
        <td data-column="pick">
          <label className={styles['pick']}>
            <span className="sr-only">{t('pick', { name })}</span>
            <input
              type="checkbox"
              checked={picked}
              disabled={!mayPick || value === undefined}
              onChange={() => onPick(item.key)}
              className="size-3.5 accent-accent"
            />
          </label>
        </td>
        <th scope="row" data-column="name">
          <code className="block font-mono text-ink">
            <BreakAtDots text={entry.name} />
            {ref.queue !== undefined && (
              <span className="font-sans text-faint"> {t('queue', { queue: ref.queue })}</span>
            )}
          </code>
          <span className="block text-pretty text-soft">{title}</span>
          <span className="flex flex-wrap gap-1">
            {change !== undefined && (
              <span className={styles['tag']} data-tag={change}>
                <InfoIcon className="size-2.5" />
                {t(`tags.${change}`)}
              </span>
            )}
            {drifted && (
              <span className={styles['tag']} data-tag="drifted">
                <BusyIcon className="size-2.5" />
                {t('tags.drifted')}
              </span>
            )}
          </span>
          <button
            type="button"
            className={styles['open']}
            aria-label={t('open', { name })}
            onClick={() => onOpen(item)}
          />
        </th>
        <td data-column="help" className="text-pretty text-soft">
          {help}
        </td>
        <td data-column="value">
          <span data-testid="value">
            {value === undefined ? (
              <span className="text-faint">{unreadable ?? t('notKnown')}</span>
            ) : (
              <Value text={value} className={differs === true ? 'font-semibold text-ink' : 'text-soft'} />
            )}
          </span>
          {amount !== undefined && <span className="block text-faint">{listed(amount)}</span>}
          {recommended !== undefined && (
            <span className={styles['advised']}>
              {t('tags.recommended')} <Value text={recommended.value} className="font-semibold" />
            </span>
          )}
        </td>
        <td data-column="default">
          {kernelDefault !== undefined && <Value text={kernelDefault} className="text-soft" />}
          {entry.kernelDefault === undefined && (
            <span className="block text-faint">{t(kernelDefault === undefined ? 'derived' : 'derivedHere')}</span>
          )}
        </td>
        <td data-column="recommended">
          {recommended !== undefined && <Value text={recommended.value} className="font-semibold text-accent" />}
        </td>
        <td data-column="boot">
          {atBoot === undefined ? (
            boot !== undefined && (
              <span className="text-faint">
                <span aria-hidden="true">–</span>
                <span className="sr-only">{t('noFile')}</span>
              </span>
            )
          ) : (
            <Value text={atBoot} className={atBoot === value ? 'text-soft' : 'font-semibold text-busy-ink'} />
          )}
        </td>
        <td data-column="scope" className="text-soft">
          {t(`scope.${entry.scope}`)}
        </td>
        <td data-column="acts" className="text-soft">
          {t(`acts.${entry.takesEffect}`)}
        </td>
        <td data-column="risk" className="text-soft">
          <RiskMark risk={entry.risk} short />
        </td>
      </tr>
    );
  },
  (before, next) =>
    sameItem(before.item, next.item) &&
    before.picked === next.picked &&
    before.mayPick === next.mayPick &&
    before.options === next.options &&
    before.onOpen === next.onOpen &&
    before.onPick === next.onPick,
);
SysctlRow.displayName = 'SysctlRow';
