'use client';
import type { DeviceSetting } from '@netstrata/tunables';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useMemo, useState } from 'react';
import { BreakAtDots } from '../../../components/BreakAtDots.tsx';
import { SearchField } from '../../../components/SearchField.tsx';
import { Sheet } from '../../../components/Sheet.tsx';
import { hostAddress } from '../../api/hostAddress.ts';
import { useStored } from '../../api/useStored.ts';
import { useTunableWords } from '../../catalogue/useTunableWords.ts';
import type { WantedValue } from '../preview/draft.ts';
import { RiskMark } from '../RiskMark.tsx';
import { ChooseDevice } from './ChooseDevice.tsx';
import { type ChooseRow, chooseRows, isOfDevice, matchesSetting } from './chooseRows.ts';

interface KnownTunables {
  readonly tunables: readonly { readonly name: string; readonly value: string | null }[];
}

interface RowProps {
  readonly row: ChooseRow;
  readonly title: string;
  readonly onChoose: () => void;
}

const Row = ({ row: { entry, value }, title, onChoose }: RowProps) => {
  const t = useTranslations('changes');
  return (
    <li>
      <button
        type="button"
        onClick={onChoose}
        className="grid w-full gap-x-4 gap-y-0.5 border-line border-b px-5 py-2 text-left hover:bg-hover max-sm:px-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,15rem)_8.5rem]"
      >
        <span className="min-w-0">
          <span className="block text-sm">{title}</span>
          <code className="block break-words font-mono text-faint text-xs">
            <BreakAtDots text={entry.name} />
          </code>
        </span>
        <span className="min-w-0 text-xs tabular-nums sm:text-right">
          {entry.scope !== 'device' && (
            <span className="block break-words font-mono">
              {value === undefined ? (
                <span className="font-sans text-faint">{t('choose.unreadable')}</span>
              ) : (
                value || t('nothing')
              )}
            </span>
          )}
          {entry.kernelDefault !== undefined && (
            <span className="block break-words text-faint">{t('choose.fallback', { value: entry.kernelDefault })}</span>
          )}
        </span>
        <span className="text-soft text-xs">
          <RiskMark risk={entry.risk} />
        </span>
      </button>
    </li>
  );
};

interface ChooseSettingProps {
  readonly hostId: string;
  readonly onChoose: (wanted: WantedValue) => void;
  readonly onClose: () => void;
}

/** The whole catalogue with the values of now, to search and to choose from. */
export const ChooseSetting = ({ hostId, onChoose, onClose }: ChooseSettingProps) => {
  const t = useTranslations('changes');
  const [search, setSearch] = useState('');
  const [ofDevice, setOfDevice] = useState<DeviceSetting>();
  const wanted = useDeferredValue(search);
  const { body, refusal } = useStored<KnownTunables>(hostAddress(hostId, '/tunables'));
  const rows = useMemo(
    () => chooseRows(Object.fromEntries((body?.tunables ?? []).map(({ name, value }) => [name, value]))),
    [body],
  );
  const { wordsOf } = useTunableWords();
  const shown = useMemo(
    () => rows.filter((row) => matchesSetting(row, wordsOf(row.entry), wanted)),
    [rows, wordsOf, wanted],
  );
  const groups = [
    { title: t('choose.sysctls'), rows: shown.filter(({ entry }) => !isOfDevice(entry)) },
    { title: t('choose.devices'), rows: shown.filter(({ entry }) => isOfDevice(entry)) },
  ].filter(({ rows: inGroup }) => inGroup.length > 0);
  if (ofDevice !== undefined)
    return (
      <ChooseDevice
        hostId={hostId}
        entry={ofDevice}
        onChoose={onChoose}
        onBack={() => setOfDevice(undefined)}
        onClose={onClose}
      />
    );
  return (
    <Sheet onClose={onClose} title={t('choose.title')} description={t('choose.about')}>
      <div className="flex items-center gap-3 border-line border-b px-5 py-2 max-sm:px-4">
        <SearchField label={t('choose.search')} value={search} className="flex-1" onType={setSearch} />
        <span role="status" className="whitespace-nowrap text-faint text-xs tabular-nums">
          {t('choose.shown', { shown: shown.length, all: rows.length })}
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-8">
        {refusal !== undefined && (
          <p className="px-5 py-2 text-saturated-ink text-sm">{t('choose.noValues', { why: refusal.message })}</p>
        )}
        {shown.length === 0 && <p className="px-5 py-6 text-faint text-sm">{t('choose.none')}</p>}
        {groups.map(({ title, rows: inGroup }) => (
          <section key={title} aria-label={title}>
            <h3 className="sticky top-0 border-line border-b bg-surface px-5 pt-3 pb-1.5 font-semibold text-sm max-sm:px-4">
              {title}
            </h3>
            <ul>
              {inGroup.map((row) => (
                <Row
                  key={row.entry.name}
                  row={row}
                  title={wordsOf(row.entry).title}
                  onChoose={() =>
                    isOfDevice(row.entry)
                      ? setOfDevice(row.entry)
                      : onChoose({ tunable: row.entry.name, namespace: 'host', value: row.value })
                  }
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Sheet>
  );
};
