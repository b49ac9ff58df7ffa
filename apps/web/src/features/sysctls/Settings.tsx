'use client';
import type { Advice } from '@netstrata/advisor/types';
import type { ChangeRecord, Drift } from '@netstrata/protocol/types';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { useStored } from '../api/useStored.ts';
import { useFormatOptions } from '../catalogue/useFormatOptions.ts';
import { useTunableWords } from '../catalogue/useTunableWords.ts';
import { ChangeButton } from '../changes/ChangeButton.tsx';
import { useMayChange } from '../changes/useMayChange.ts';
import { useDetails, useHost } from '../connection/live.ts';
import { filterItems, SHOWN } from './filterItems.ts';
import styles from './Sysctls.module.css';
import { SysctlsToolbar } from './SysctlsToolbar.tsx';
import { SysctlTable } from './SysctlTable.tsx';
import { type SysctlItem, sysctlItems } from './sysctlItems.ts';
import { useMachine } from './useMachine.ts';
import { useSysctlsAddress } from './useSysctlsAddress.ts';
import { type Wanted, wantedOf } from './wanted.ts';

const SysctlSheet = dynamic(() => import('./SysctlSheet.tsx'), { ssr: false });
const PreviewSheet = dynamic(() => import('../changes/preview/PreviewSheet.tsx'), { ssr: false });

const DRIFT_EVERY_MS = 10_000;
/** As many as one change takes. */
const MOST_PICKED = 16;
/** As many as are seen before the host has told its settings. */
const ROWS = Array.from({ length: 12 }, (_, row) => row);
const NO_ADVICE: readonly Advice[] = [];
const NO_CHANGES: readonly ChangeRecord[] = [];
const NO_DRIFTS: readonly Drift[] = [];

/** Every setting of the catalogue on a host: what it is, was, would be and why. */
const Settings = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('sysctls');
  const [address, change] = useSysctlsAddress();
  const { may, why } = useMayChange(hostId);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<Wanted>();
  const answer = useDetails(hostId, 'sysctls');
  const links = useDetails(hostId, 'interfaces');
  const report = answer?.ok === true ? answer.report : undefined;
  const interfaces = links?.ok === true ? links.report : undefined;
  const advice = useHost(hostId, (host) => host.advice) ?? NO_ADVICE;
  const changes = useHost(hostId, (host) => host.changes) ?? NO_CHANGES;
  const machine = useMachine(hostId);
  const options = useFormatOptions(hostId);
  const stored = useStored<{ readonly drifts: readonly Drift[] }>(
    hostAddress(hostId, '/drift?limit=1000'),
    DRIFT_EVERY_MS,
  );
  const drifts = stored.body?.drifts ?? NO_DRIFTS;
  const { place, shown, layer, tunable, queue } = address;
  const items = useMemo(
    () => sysctlItems({ place, machine, report, interfaces, advice, changes, drifts }),
    [place, machine, report, interfaces, advice, changes, drifts],
  );
  const search = useDeferredValue(address.search);
  const words = useTunableWords();
  const textOf = useCallback(
    ({ entry }: SysctlItem) => {
      const { title, help } = words.wordsOf(entry);
      return `${title}\n${help}\n${entry.title}`;
    },
    [words],
  );
  const visible = useMemo(
    () => filterItems(items, { shown, layer, search, wordsOf: textOf }),
    [items, shown, layer, search, textOf],
  );
  const open = useCallback(({ ref }: SysctlItem) => change({ tunable: ref.tunable, queue: ref.queue }), [change]);
  const pick = useCallback((key: string) => {
    setPicked((before) => {
      const next = new Set(before);
      if (!next.delete(key) && next.size < MOST_PICKED) next.add(key);
      return next;
    });
  }, []);
  const chosen = items.filter(({ key }) => picked.has(key));
  const opened = items.find(({ ref }) => ref.tunable === tunable && ref.queue === queue);
  const isMissing =
    place.kind === 'namespace' && report !== undefined && items.every(({ value }) => value === undefined);
  return (
    <>
      <p className="max-w-[90ch] text-pretty text-soft text-sm">{t('about')}</p>
      {why !== '' && <p className="max-w-[90ch] text-pretty text-soft text-sm">{why}</p>}
      {answer?.ok === false && <p className="text-saturated-ink text-sm">{t('failed', { why: answer.reason })}</p>}
      <section aria-label={t('title')} className="min-w-0 rounded-xl border border-line bg-surface">
        <Tabs.Root
          value={shown}
          onValueChange={(value) => change({ shown: SHOWN.find((each) => each === value) ?? 'all' })}
        >
          <SysctlsToolbar
            address={address}
            change={change}
            items={items}
            shown={visible.length}
            namespaces={report?.namespaces ?? []}
            devices={interfaces?.interfaces.map(({ device }) => device) ?? []}
          />
          <Tabs.Content value={shown} tabIndex={-1}>
            {answer === undefined && place.kind !== 'device' ? (
              <div className="p-4" role="status">
                <p className="mb-3 text-faint text-sm">{t('waiting')}</p>
                {ROWS.map((row) => (
                  <div key={row} className="flex gap-6 border-line border-t py-2.5">
                    <div className="skeleton h-6 w-2/5 max-w-80" />
                    <div className="skeleton h-6 w-1/5 max-w-32" />
                    <div className="skeleton h-6 w-1/5 max-w-32 max-sm:hidden" />
                  </div>
                ))}
              </div>
            ) : visible.length === 0 ? (
              <p className="px-4 py-8 text-soft text-sm">{isMissing ? t('gone') : t(`empty.${shown}`)}</p>
            ) : (
              <SysctlTable
                items={visible}
                picked={picked}
                mayPick={may}
                options={options}
                onOpen={open}
                onPick={pick}
              />
            )}
          </Tabs.Content>
        </Tabs.Root>
        {chosen.length > 0 && (
          <section aria-label={t('chosen', { count: chosen.length })} className={styles['chosen']}>
            <span className="mr-auto text-sm tabular-nums">{t('chosen', { count: chosen.length })}</span>
            <button type="button" onClick={() => setPicked(new Set())} className={BUTTON.plain}>
              {t('clear')}
            </button>
            <ChangeButton hostId={hostId} onPress={() => setWanted(wantedOf(chosen))}>
              {t('change')}
            </ChangeButton>
          </section>
        )}
      </section>
      {wanted !== undefined && (
        <PreviewSheet
          hostId={hostId}
          wanted={wanted.settings}
          adviceId={wanted.adviceId}
          because={wanted.because}
          onClose={() => setWanted(undefined)}
          onApplied={() => {
            setWanted(undefined);
            setPicked(new Set());
          }}
        />
      )}
      {wanted === undefined && tunable !== undefined && (
        <SysctlSheet
          hostId={hostId}
          name={tunable}
          item={opened}
          items={items}
          drifts={drifts}
          report={report}
          onOpen={(name) => change({ tunable: name, queue: undefined })}
          onChange={() => opened !== undefined && setWanted(wantedOf([opened]))}
          onClose={() => change({ tunable: undefined })}
        />
      )}
    </>
  );
};

export default Settings;
