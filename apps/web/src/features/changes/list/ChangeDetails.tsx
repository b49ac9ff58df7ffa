import type { FormatOptions } from '@netstrata/metrics';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { clockDay } from '../../../components/clockTime.ts';
import { BusyIcon } from '../../../components/icons.tsx';
import { keepUnits } from '../../../components/keepUnits.ts';
import { NotRestored } from '../NotRestored.tsx';
import { settingKey } from '../settings.ts';
import { useWho } from '../useWho.ts';
import { MarkedValue, SettingName } from '../Values.tsx';
import { VerdictMark } from '../VerdictMark.tsx';
import { VerdictTable } from '../VerdictTable.tsx';
import { verdictTold } from '../verdictTold.ts';
import { ChangeActions } from './ChangeActions.tsx';

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="grid gap-x-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
    <dt className="text-faint">{name}</dt>
    <dd className="text-pretty break-words">{children}</dd>
  </div>
);

const Settings = ({ change }: { readonly change: ChangeRecord }) => {
  const t = useTranslations('changes');
  return (
    <table className="w-full max-w-[44rem] text-sm tabular-nums">
      <caption className="sr-only">{t('list.details.settings')}</caption>
      <thead className="text-faint text-xs">
        <tr>
          <th scope="col" className="text-left font-normal">
            {t('list.details.settings')}
          </th>
          <th scope="col" className="pl-3 text-left font-normal">
            {t('list.details.before')}
          </th>
          <th scope="col" className="pl-3 text-left font-normal">
            {t('list.details.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {change.changes.map((setting) => (
          <tr key={settingKey(setting)} className="border-line border-t align-top">
            <th scope="row" className="py-1 text-left font-normal">
              <SettingName setting={setting} className="text-xs" />
            </th>
            <td className="py-1 pl-3 font-mono text-soft text-xs">{setting.before || t('nothing')}</td>
            <td className="py-1 pl-3 font-mono text-xs">
              <MarkedValue from={setting.before} value={setting.after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface ChangeDetailsProps {
  readonly change: ChangeRecord;
  readonly options: FormatOptions;
  readonly onAgain: (change: ChangeRecord) => void;
  readonly onActed: () => void;
}

/** Everything that is known of one change, and what can be done with it. */
export const ChangeDetails = ({ change, options, onAgain, onActed }: ChangeDetailsProps) => {
  const t = useTranslations('changes');
  const { by, because, appliedMs, requestedMs, decidedMs, decidedBy = 'server', keptBefore, adviceId } = change;
  const { problem, undo, persisted } = change;
  const verdict = verdictTold(change);
  const who = useWho();
  const lost = change.lost ?? [];
  return (
    <div className="space-y-3 px-4 pt-1 pb-4">
      {lost.length > 0 && (
        <div className="flex items-start gap-2 rounded-md bg-busy-wash px-3 py-2 text-sm ring-1 ring-busy/50 ring-inset">
          <BusyIcon className="mt-0.5 size-4 text-busy-ink" />
          <div className="min-w-0">
            <p className="font-medium text-busy-ink">{t('list.lostTitle')}</p>
            {lost.map(({ setting, now }) => (
              <p key={settingKey(setting)} className="break-words">
                <SettingName setting={setting} /> {t('list.lostOf', { value: now })}
              </p>
            ))}
            <p className="text-soft">{t('list.lostHint')}</p>
          </div>
        </div>
      )}
      <Settings change={change} />
      <dl className="space-y-1 text-sm">
        <Fact name={t('list.details.by')}>{who(by)}</Fact>
        <Fact name={t('list.details.because')}>{because}</Fact>
        {adviceId !== undefined && (
          <Fact name={t('list.details.advice')}>
            <code className="font-mono text-xs">{adviceId.split(':', 1)}</code>
          </Fact>
        )}
        <Fact name={t('list.details.at')}>
          <span className="tabular-nums">{clockDay(appliedMs ?? requestedMs)}</span>
        </Fact>
        {keptBefore !== undefined && (
          <Fact name={t('states.kept')}>
            <span className="tabular-nums">
              {t('list.details.decidedBy', { when: clockDay(keptBefore.timeMs), who: who(keptBefore.by) })}
            </span>
          </Fact>
        )}
        {decidedMs !== undefined && (
          <Fact name={t(`states.${change.state}`)}>
            <span className="tabular-nums">
              {t('list.details.decidedBy', { when: clockDay(decidedMs), who: who(decidedBy) })}
            </span>
          </Fact>
        )}
        {undo !== undefined && undo.reason !== 'asked' && (
          <Fact name={t('list.details.undone')}>{t(`undoReasons.${undo.reason}`)}</Fact>
        )}
        {problem !== undefined && problem !== '' && <Fact name={t('list.details.problem')}>{problem}</Fact>}
        {change.state === 'kept' && (
          <Fact name={t('list.details.boot')}>
            {persisted === undefined
              ? t('list.details.notWritten')
              : t('list.details.written', { path: persisted.path, when: clockDay(persisted.timeMs) })}
          </Fact>
        )}
        <Fact name={t('list.details.id')}>
          <code className="font-mono text-soft text-xs">{change.id}</code>
        </Fact>
      </dl>
      <NotRestored change={change} />
      {verdict !== undefined && (
        <div>
          <p className="mb-1.5 flex flex-wrap items-center gap-x-3 text-sm">
            <VerdictMark state={verdict.state} />
            <span className="text-pretty text-soft">{keepUnits(verdict.reason)}</span>
          </p>
          {verdict.evidence.length > 0 && <VerdictTable verdict={verdict} options={options} />}
        </div>
      )}
      <ChangeActions change={change} onAgain={onAgain} onActed={onActed} />
    </div>
  );
};
