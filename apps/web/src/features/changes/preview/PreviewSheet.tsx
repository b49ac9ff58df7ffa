'use client';
import type { ChangeRecord } from '@netstrata/protocol/types';
import type { Risk } from '@netstrata/tunables';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { BusyIcon } from '../../../components/icons.tsx';
import { Sheet } from '../../../components/Sheet.tsx';
import { settingKey } from '../settings.ts';
import { TroubleLine } from '../TroubleLine.tsx';
import { useMayReach } from '../useMayChange.ts';
import { changesOf, riskOfValue, type WantedValue } from './draft.ts';
import { MayNotApply } from './MayNotApply.tsx';
import { ProveForm } from './ProveForm.tsx';
import { SettingCard } from './SettingCard.tsx';
import { useDraft } from './useDraft.ts';
import { WhatHappens } from './WhatHappens.tsx';

interface PreviewSheetProps {
  readonly hostId: string;
  /** Must be the same array while the sheet is open. */
  readonly wanted: readonly WantedValue[];
  readonly adviceId?: string | undefined;
  readonly because: string;
  readonly onClose: () => void;
  readonly onApplied: (change: ChangeRecord) => void;
}

/** Everything to know before a click, and the click. */
const PreviewSheet = ({ hostId, wanted, adviceId, because: given, onClose, onApplied }: PreviewSheetProps) => {
  const t = useTranslations('changes');
  const id = useId();
  const { may, why } = useMayReach(hostId);
  const { preview, values, setValue, trouble, moved, isBusy, look, apply } = useDraft(hostId, wanted);
  const [because, setBecause] = useState(given);
  const [seconds, setSeconds] = useState<number>();
  const [accepted, setAccepted] = useState(false);
  const [first, ...others] = wanted;
  const title =
    others.length === 0
      ? t('preview.title', { name: first?.tunable ?? '' })
      : t('preview.titleMany', { count: wanted.length });
  const disruptive = preview?.settings.some((setting) => setting.disruptive) ?? false;
  const risk = Math.max(
    1,
    ...(preview?.settings ?? []).map((setting) =>
      riskOfValue(setting, values[settingKey(setting)] ?? setting.proposed),
    ),
  ) as Risk;
  const risky = risk >= 3 || disruptive;
  const mustProve = trouble?.code === 'fresh-proof-needed';
  const isReady =
    preview?.mayApply === true &&
    may &&
    because.trim() !== '' &&
    changesOf(preview, values) !== undefined &&
    !isBusy &&
    !mustProve &&
    (!risky || accepted);
  const submit = async (): Promise<void> => {
    const wish = { adviceId, because, confirmWithinSeconds: seconds, acceptRisk: risky && accepted };
    const change = await apply(wish);
    if (change !== undefined) onApplied(change);
  };
  return (
    <Sheet
      onClose={onClose}
      title={<span className="break-words">{title}</span>}
      description={
        preview === undefined
          ? t('preview.asking')
          : t(preview.mayApply ? 'preview.about' : 'preview.aboutLocked', { hostname: preview.hostname })
      }
    >
      <div className="min-h-0 flex-1 space-y-3 overflow-y-auto overscroll-contain px-5 py-4 max-sm:px-4">
        {preview === undefined && trouble === undefined && <div className="skeleton h-40" />}
        {preview === undefined && trouble !== undefined && (
          <>
            <TroubleLine code={trouble.code} message={trouble.message} />
            <button type="button" onClick={look} className={BUTTON.plain}>
              {t('preview.again')}
            </button>
          </>
        )}
        {preview !== undefined && (
          <>
            {!preview.mayApply && <MayNotApply hostId={hostId} preview={preview} values={values} />}
            {preview.settings.map((setting) => {
              const key = settingKey(setting);
              return (
                <SettingCard
                  key={key}
                  setting={setting}
                  value={values[key] ?? setting.proposed}
                  onChange={(value) => setValue(key, value)}
                />
              );
            })}
            {preview.mayApply && (
              <WhatHappens preview={preview} seconds={seconds ?? preview.confirmWithinSeconds} onSeconds={setSeconds} />
            )}
            {preview.mayApply && (
              <label htmlFor={`${id}-because`} className="block text-sm">
                <span className="font-medium">{t('preview.because')}</span>
                <span className="text-faint text-xs"> {t('preview.becauseHint')}</span>
                <textarea
                  id={`${id}-because`}
                  rows={2}
                  maxLength={500}
                  value={because}
                  onChange={({ target }) => setBecause(target.value)}
                  className="field-sizing-content mt-1 block max-h-40 min-h-16 w-full rounded-md bg-sunken px-2.5 py-1.5 text-base ring-1 ring-line-strong ring-inset"
                />
              </label>
            )}
            {preview.mayApply && risky && (
              <label className="flex items-start gap-2.5 rounded-lg bg-saturated-wash px-4 py-3 text-sm ring-1 ring-saturated/50 ring-inset">
                <input
                  type="checkbox"
                  checked={accepted}
                  onChange={({ target }) => setAccepted(target.checked)}
                  className="mt-0.5 size-4.5 shrink-0 accent-accent"
                />
                <span className="text-pretty text-saturated-ink">
                  {disruptive ? t('preview.acceptDisruptive') : t('preview.accept', { risk, word: t(`risk.${risk}`) })}
                </span>
              </label>
            )}
            {mustProve && <ProveForm onProved={() => void submit()} />}
          </>
        )}
      </div>
      {preview?.mayApply === true && (
        <footer className="space-y-2 border-line border-t px-5 py-3 max-sm:px-4">
          {moved.length > 0 ? (
            <div role="alert" className="flex items-start gap-2 text-busy-ink text-sm">
              <BusyIcon className="mt-0.5 size-4" />
              <p className="text-pretty break-words">
                <strong className="font-semibold">{t('preview.stale')}</strong>{' '}
                {moved
                  .map(({ tunable, before, now }) => t('preview.staleOf', { name: tunable, before, now }))
                  .join(' ')}{' '}
                {t('preview.staleHint')}
              </p>
            </div>
          ) : (
            trouble !== undefined && !mustProve && <TroubleLine code={trouble.code} message={trouble.message} />
          )}
          <div id={`${id}-first`} className="space-y-1 text-soft text-sm empty:hidden">
            {why !== '' && <p>{why}</p>}
            {because.trim() === '' && <p>{t('preview.sayWhy')}</p>}
            {risky && !accepted && <p>{t('preview.acceptFirst')}</p>}
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <button
              type="button"
              aria-disabled={!isReady}
              aria-describedby={`${id}-first`}
              onClick={isReady ? () => void submit() : undefined}
              className={`${BUTTON.primary} max-sm:flex-1`}
            >
              {isBusy ? t('preview.applying') : moved.length > 0 ? t('preview.applyAnyway') : t('preview.apply')}
            </button>
            <button type="button" onClick={onClose} className={`${BUTTON.plain} max-sm:flex-1`}>
              {t('preview.cancel')}
            </button>
          </div>
        </footer>
      )}
    </Sheet>
  );
};

export default PreviewSheet;
