'use client';
import type { Advice, Severity } from '@netstrata/advisor/types';
import { type FormatOptions, formatAge, type Labels } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { cx } from '../../components/cx.ts';
import { BusyIcon, ChevronIcon, InfoIcon, SaturatedIcon } from '../../components/icons.tsx';
import { keepUnits } from '../../components/keepUnits.ts';
import { useClocked } from '../connection/live.ts';
import { Action } from './Action.tsx';
import styles from './Advice.module.css';
import { AppliedNote } from './AppliedNote.tsx';
import { isMade, isOfBefore } from './advice.ts';
import { Change } from './Change.tsx';
import { EvidenceTable } from './EvidenceTable.tsx';
import { SetAside } from './SetAside.tsx';
import { Terms } from './Terms.tsx';

const ICONS = { info: InfoIcon, warning: BusyIcon, critical: SaturatedIcon } satisfies Record<Severity, unknown>;
const CHIP = {
  info: 'bg-raised text-accent ring-1 ring-accent/50 ring-inset',
  warning: 'bg-busy-wash text-busy-ink ring-1 ring-busy/50 ring-inset',
  critical: 'bg-saturated-solid text-white',
} satisfies Record<Severity, string>;

/** Apply and all behind it: loaded when advice has something to apply. */
const ApplyChange = dynamic(() => import('../changes/ApplyChange.tsx'), { ssr: false });

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="mt-3">
    <h4 className="mb-0.5 font-medium text-faint text-xs">{title}</h4>
    <div className="text-pretty break-words text-sm text-soft">{children}</div>
  </div>
);

/** What the reader came for: the exact change, or what else to do. */
const DoThis = ({ hostId, advice }: Pick<AdviceCardProps, 'hostId' | 'advice'>) => {
  const t = useTranslations('advice');
  const { changes, better, actions, arithmetic, applied } = advice;
  const made = isMade(applied);
  const isChoice = better !== undefined && changes.length > 0 && !made;
  return (
    <div className={styles['do']}>
      {applied !== undefined && <AppliedNote hostId={hostId} applied={applied} />}
      {!made && <h4 className="mb-1 font-semibold text-ink text-sm">{t('doThis')}</h4>}
      {better !== undefined && (
        <div className="text-pretty break-words text-ink text-sm">
          {isChoice && <h5 className={styles['choice']}>{t('firstChoice')}</h5>}
          <Action action={better} />
        </div>
      )}
      {isChoice && <h5 className={cx(styles['choice'], 'mt-3')}>{t('otherwise')}</h5>}
      {changes.length === 0 && better === undefined && !made && (
        <p className="mb-1 text-soft text-sm">{t('noSetting')}</p>
      )}
      {changes.map((change) => (
        <Change key={`${change.namespace}|${change.tunable}`} change={change} isMade={made} />
      ))}
      {changes.length > 0 && arithmetic !== '' && !made && (
        <p className="mt-1.5 text-pretty text-soft text-xs">{keepUnits(arithmetic)}</p>
      )}
      {changes.length > 0 && <ApplyChange hostId={hostId} advice={advice} />}
      {made && actions.length > 0 && <h4 className="mt-2 font-semibold text-ink text-sm">{t('applied.left')}</h4>}
      <ul className={cx('space-y-1 text-pretty break-words text-ink text-sm', changes.length > 0 && 'mt-2')}>
        {actions.map((action) => (
          <li key={action} className={styles['action']}>
            <Action action={action} />
          </li>
        ))}
      </ul>
    </div>
  );
};

interface AdviceCardProps {
  readonly hostId: string;
  readonly advice: Advice;
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string, labels?: Labels) => void;
}

/** One piece of advice in the order of a reader in a hurry: what, where, do this, why, with which numbers, the rest. */
export const AdviceCard = memo(({ hostId, advice, options, onOpenMetric }: AdviceCardProps) => {
  const t = useTranslations('advice');
  const locale = useLocale();
  const { severity, confidence, title, where, why, evidence, explains = [], applied } = advice;
  const Icon = ICONS[severity];
  const openSeconds = useClocked((state, nowMs) => Math.floor((nowMs + state.clockOffsetMs - advice.openedAt) / 1000));
  return (
    <article
      aria-label={title}
      data-rule={advice.rule}
      data-advice={advice.id}
      data-severity={severity}
      data-applied={applied?.state}
      tabIndex={-1}
      className={styles['card']}
    >
      <div>
        <p className="flex items-center gap-2 text-2xs">
          <span
            title={t(`severityHelp.${severity}`)}
            className={cx('inline-flex items-center gap-1 rounded-full py-0.5 pr-2 pl-1.5 font-medium', CHIP[severity])}
          >
            <Icon className="size-3" />
            {t(`severities.${severity}`)}
          </span>
          <span className="text-faint" title={t('confidenceHelp')}>
            {t(`confidence.${confidence}`)}
          </span>
          <span className="text-faint tabular-nums">{t('since', { age: formatAge(openSeconds * 1000, locale) })}</span>
        </p>
        <h3 className="mt-1.5 text-pretty break-words font-semibold text-lg leading-6">{title}</h3>
        {where !== '' && <p className="mt-0.5 text-pretty break-words text-soft text-sm">{keepUnits(where)}</p>}
        <DoThis hostId={hostId} advice={advice} />
        <Part title={t('why')}>{keepUnits(why)}</Part>
        <Terms advice={advice} />
        {explains.length > 0 && (
          <Part title={t('explains')}>
            <ul>
              {explains.map((symptom) => (
                <li key={symptom}>{keepUnits(symptom)}</li>
              ))}
            </ul>
          </Part>
        )}
      </div>
      <div>
        {evidence.length > 0 && (
          <Part title={t('evidence')}>
            <EvidenceTable
              hostId={hostId}
              evidence={evidence}
              applied={applied}
              options={options}
              onOpenMetric={onOpenMetric}
            />
          </Part>
        )}
        <Details advice={advice} />
        {!isOfBefore(applied) && (
          <div className="mt-3">
            <SetAside hostId={hostId} adviceId={advice.id} />
          </div>
        )}
      </div>
    </article>
  );
});
AdviceCard.displayName = 'AdviceCard';

const Details = ({ advice: { expectedEffect, risk, verify, notWhen } }: { readonly advice: Advice }) => {
  const t = useTranslations('advice');
  const parts = [
    [t('effect'), expectedEffect],
    [t('risk'), risk],
    [t('verify'), verify],
    [t('notWhen'), notWhen],
  ] as const;
  return (
    <details className="group mt-3">
      <summary className="flex cursor-pointer list-none items-center gap-1 rounded text-sm text-soft hover:text-ink">
        <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
        {t('more')}
      </summary>
      {parts.map(([heading, text]) =>
        text === '' ? null : (
          <Part key={heading} title={heading}>
            {keepUnits(text)}
          </Part>
        ),
      )}
    </details>
  );
};
