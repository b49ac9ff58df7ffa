'use client';
import type { Advice, Evidence, Severity, TunableChange } from '@netstrata/advisor/types';
import { type DisplayUnit, type FormatOptions, formatAge, formatValue } from '@netstrata/metrics';
import { memo, type ReactNode } from 'react';
import { CommandLine } from '../../components/CopyButton.tsx';
import { cx } from '../../components/cx.ts';
import { BusyIcon, ChevronIcon, InfoIcon, SaturatedIcon } from '../../components/icons.tsx';
import { useClocked } from '../connection/live.ts';
import { changedParts, sysctlLine } from './advice.ts';
import { ADVICE_TEXT } from './text.ts';

const ICONS = { info: InfoIcon, warning: BusyIcon, critical: SaturatedIcon } satisfies Record<Severity, unknown>;
const INK = {
  info: 'text-accent',
  warning: 'text-busy-ink',
  critical: 'text-saturated-ink',
} satisfies Record<Severity, string>;
const EDGE = {
  info: 'border-l-accent',
  warning: 'border-l-busy',
  critical: 'border-l-saturated',
} satisfies Record<Severity, string>;

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="mt-3">
    <h4 className="mb-0.5 font-medium text-2xs text-faint">{title}</h4>
    <div className="text-pretty text-sm text-soft">{children}</div>
  </div>
);

const Change = ({ change }: { readonly change: TunableChange }) => (
  <div className="mt-1.5">
    <div className="text-sm">
      <code className="break-all font-medium font-mono text-ink text-xs">{change.tunable}</code>
      {change.namespace !== 'host' && (
        <span className="text-faint text-xs"> {ADVICE_TEXT.inNamespace(change.namespace)}</span>
      )}
    </div>
    <div className="my-1 flex flex-wrap items-baseline gap-x-2 font-mono text-xs tabular-nums">
      <span className="text-faint">{change.current}</span>
      <span aria-hidden="true" className="text-faint">
        →
      </span>
      <span className="sr-only">{ADVICE_TEXT.to}</span>
      <span className="text-soft">
        {changedParts(change.current, change.proposed).map(({ place, value, changed }) => (
          <span key={place} className={changed ? 'font-semibold text-ink' : ''}>
            {place > 0 && ' '}
            {value}
          </span>
        ))}
      </span>
    </div>
    <CommandLine command={sysctlLine(change)} />
  </div>
);

interface EvidenceTableProps {
  readonly evidence: readonly Evidence[];
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string) => void;
}

const EvidenceTable = ({ evidence, options, onOpenMetric }: EvidenceTableProps) => (
  <table className="mt-1 w-full text-xs">
    <thead className="sr-only">
      <tr>
        <th scope="col">{ADVICE_TEXT.measure}</th>
        <th scope="col">{ADVICE_TEXT.value}</th>
      </tr>
    </thead>
    <tbody>
      {evidence.map(({ metric, labels, value, unit }) => {
        const where = Object.values(labels).join(' ');
        return (
          <tr key={`${metric}|${where}`} className="border-line border-t">
            <th scope="row" className="py-1 pr-2 text-left font-normal">
              <button
                type="button"
                onClick={() => onOpenMetric(metric)}
                className="break-all text-left text-soft hover:text-ink hover:underline"
              >
                {metric}
              </button>
              {where !== '' && <span className="block break-all text-faint">{where}</span>}
            </th>
            <td className="whitespace-nowrap py-1 text-right align-top font-medium tabular-nums">
              {formatValue(value, unit as DisplayUnit, { ...options, noun: true })}
            </td>
          </tr>
        );
      })}
    </tbody>
  </table>
);

interface AdviceCardProps {
  readonly advice: Advice;
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string) => void;
}

/** One piece of advice, whole: what, where, since when, why, with which numbers, what exactly to change, and when not to. */
export const AdviceCard = memo(({ advice, options, onOpenMetric }: AdviceCardProps) => {
  const { severity, title, where, why, evidence, changes, arithmetic, actions } = advice;
  const Icon = ICONS[severity];
  const openSeconds = useClocked((state, nowMs) => Math.floor((nowMs + state.clockOffsetMs - advice.openedAt) / 1000));
  return (
    <article
      aria-label={title}
      data-rule={advice.rule}
      className={cx('border-line border-b border-l-3 px-4 py-3.5 last:border-b-0', EDGE[severity])}
    >
      <header>
        <p className={cx('flex items-center gap-1.5 font-medium text-2xs', INK[severity])}>
          <Icon className="size-3.5" />
          {ADVICE_TEXT.severities[severity]}
          <span className="text-faint tabular-nums">{ADVICE_TEXT.since(formatAge(openSeconds * 1000))}</span>
        </p>
        <h3 className="mt-1 text-pretty font-semibold text-base leading-5">{title}</h3>
        {where !== '' && <p className="mt-0.5 break-words text-soft text-sm">{where}</p>}
      </header>
      <p className="mt-2 text-pretty text-sm text-soft">{why}</p>
      {changes.length > 0 && (
        <Part title={ADVICE_TEXT.change}>
          {changes.map((change) => (
            <Change key={`${change.namespace}|${change.tunable}`} change={change} />
          ))}
        </Part>
      )}
      {changes.length > 0 && arithmetic !== '' && <Part title={ADVICE_TEXT.arithmetic}>{arithmetic}</Part>}
      {(actions.length > 0 || changes.length === 0) && (
        <Part title={ADVICE_TEXT.actions}>
          {changes.length === 0 && <p className="mb-1">{ADVICE_TEXT.noChange}</p>}
          <ul className="list-disc space-y-1 pl-4">
            {actions.map((action) => (
              <li key={action}>{action}</li>
            ))}
          </ul>
        </Part>
      )}
      {evidence.length > 0 && (
        <Part title={ADVICE_TEXT.evidence}>
          <EvidenceTable evidence={evidence} options={options} onOpenMetric={onOpenMetric} />
        </Part>
      )}
      <details className="group mt-3">
        <summary className="flex cursor-pointer list-none items-center gap-1 rounded text-sm text-soft hover:text-ink">
          <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
          {ADVICE_TEXT.more}
        </summary>
        {(
          [
            [ADVICE_TEXT.effect, advice.expectedEffect],
            [ADVICE_TEXT.risk, advice.risk],
            [ADVICE_TEXT.verify, advice.verify],
            [ADVICE_TEXT.notWhen, advice.notWhen],
          ] as const
        ).map(([heading, text]) =>
          text === '' ? null : (
            <Part key={heading} title={heading}>
              {text}
            </Part>
          ),
        )}
      </details>
    </article>
  );
});
AdviceCard.displayName = 'AdviceCard';
