'use client';
import { LAYERS, type SysctlsReport } from '@netstrata/metrics';
import type { ChangeRecord, Drift } from '@netstrata/protocol/types';
import { changeable } from '@netstrata/tunables';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { CommandLine } from '../../components/CopyButton.tsx';
import { Sheet } from '../../components/Sheet.tsx';
import { adviceHref } from '../advice/adviceHref.ts';
import { useStored } from '../api/useStored.ts';
import { useTunableWords } from '../catalogue/useTunableWords.ts';
import { ByHand } from '../changes/ByHand.tsx';
import { ChangeButton } from '../changes/ChangeButton.tsx';
import { RiskMark } from '../changes/RiskMark.tsx';
import { useHost } from '../connection/live.ts';
import { commandsOf } from './commands.ts';
import { historyOf } from './history.ts';
import { metricsLimitedBy } from './limitedMetrics.ts';
import { MetricFills } from './MetricFills.tsx';
import { SettingHistory } from './SettingHistory.tsx';
import { SettingValues } from './SettingValues.tsx';
import type { SysctlItem } from './sysctlItems.ts';

interface KnownRules {
  readonly rules: readonly { readonly id: string; readonly title: string; readonly tunables: readonly string[] }[];
}

const NO_CHANGES: readonly ChangeRecord[] = [];

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section aria-label={title} className="border-line border-t pt-3">
    <h3 className="mb-1.5 font-semibold text-sm">{title}</h3>
    {children}
  </section>
);

interface SysctlSheetProps {
  readonly hostId: string;
  /** As in the address; `item` is undefined where this place has none. */
  readonly name: string;
  readonly item: SysctlItem | undefined;
  readonly items: readonly SysctlItem[];
  readonly drifts: readonly Drift[];
  readonly report: SysctlsReport | undefined;
  readonly onOpen: (name: string) => void;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** Everything to know of one setting: what it is and means, what it limits, what reads it, who changed it. */
const SysctlSheet = ({ hostId, name, item, items, drifts, report, onOpen, onChange, onClose }: SysctlSheetProps) => {
  const t = useTranslations('sysctls');
  const { wordsOf, shapeOf } = useTunableWords();
  const changes = useHost(hostId, (host) => host.changes) ?? NO_CHANGES;
  const rules = useStored<KnownRules>('/api/v1/rules').body?.rules ?? [];
  const entry = item?.entry ?? changeable(name);
  if (entry === undefined)
    return (
      <Sheet onClose={onClose} title={name} description={t('sheet.unknown')}>
        {null}
      </Sheet>
    );
  const { title, help, unit, cost } = wordsOf(entry);
  const limited = metricsLimitedBy(entry.name);
  const changedBy = rules.filter(({ tunables }) => tunables.includes(entry.name));
  const commands = item === undefined ? undefined : commandsOf(item, report);
  const facts = [
    [t('sheet.unit'), unit],
    [t('sheet.takes'), shapeOf(entry)],
    [t('columns.scope'), t(`sheet.scope.${entry.scope}`)],
    [t('columns.acts'), t(`sheet.acts.${entry.takesEffect}`)],
    [t('columns.risk'), <RiskMark key="risk" risk={entry.risk} />],
    [t('sheet.cost'), cost],
  ] as const;
  return (
    <Sheet
      onClose={onClose}
      title={<BreakAtDots text={entry.name} />}
      description={
        <>
          {title} · {t(`layers.${entry.layer}`)}
        </>
      }
    >
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto overscroll-contain px-5 py-4 pb-8 max-sm:px-4">
        {item === undefined ? (
          <p className="text-soft text-sm">{t('sheet.notHere')}</p>
        ) : (
          <SettingValues hostId={hostId} item={item} report={report} />
        )}
        <p className="max-w-[75ch] text-pretty text-sm">{help}</p>
        <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
          {facts.map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="text-faint">{term}</dt>
              <dd className="text-pretty break-words">{value}</dd>
            </div>
          ))}
        </dl>
        <Part title={t('sheet.limits')}>
          {limited.length === 0 || item === undefined ? (
            <p className="text-faint text-sm">{t('sheet.limitsNone')}</p>
          ) : (
            <ul className="text-sm">
              {LAYERS.map((layer) => {
                const metrics = limited.filter((metric) => metric.layer === layer);
                return metrics.length === 0 ? null : (
                  <MetricFills
                    key={layer}
                    hostId={hostId}
                    layer={layer}
                    metrics={metrics}
                    item={item}
                    isHere={item.ref.namespace === 'host'}
                  />
                );
              })}
            </ul>
          )}
        </Part>
        {entry.interactsWith.length > 0 && (
          <Part title={t('sheet.readWith')}>
            <ul className="space-y-0.5 text-xs">
              {entry.interactsWith.map((other) => (
                <li key={other} className="break-words">
                  <button
                    type="button"
                    onClick={() => onOpen(other)}
                    className="rounded text-left font-mono underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                  >
                    <BreakAtDots text={other} />
                  </button>{' '}
                  <span className="font-mono text-faint">
                    {items.find((each) => each.entry.name === other)?.value ?? t('notKnown')}
                  </span>
                </li>
              ))}
            </ul>
          </Part>
        )}
        <Part title={t('sheet.rules')}>
          {changedBy.length === 0 ? (
            <p className="text-faint text-sm">{t('sheet.rulesNone')}</p>
          ) : (
            <ul className="space-y-0.5 text-sm">
              {changedBy.map((rule) => (
                <li key={rule.id} className="break-words">
                  {rule.title} <code className="font-mono text-faint text-xs">{rule.id}</code>
                </li>
              ))}
            </ul>
          )}
        </Part>
        {item !== undefined && (
          <Part title={t('sheet.history')}>
            <SettingHistory hostId={hostId} events={historyOf(item.key, changes, drifts)} />
          </Part>
        )}
        {item !== undefined && commands !== undefined && (
          <Part title={t('sheet.shell')}>
            <div className="space-y-1">
              {commands.show !== undefined && <CommandLine command={commands.show} />}
              {commands.set !== undefined && (
                <ByHand change={{ ...item.ref, proposed: commands.set.value }} now={commands.set.line} />
              )}
            </div>
          </Part>
        )}
      </div>
      {item?.value !== undefined && (
        <footer className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-5 py-3 max-sm:px-4">
          <ChangeButton hostId={hostId} onPress={onChange} className="max-sm:w-full">
            {t('change')}
          </ChangeButton>
          {item.recommended !== undefined && (
            <Link href={adviceHref(hostId)} className="text-accent text-sm underline underline-offset-2">
              {t('sheet.toAdvice')}
            </Link>
          )}
        </footer>
      )}
    </Sheet>
  );
};

export default SysctlSheet;
