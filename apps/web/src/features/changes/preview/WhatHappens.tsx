import type { ChangePreview } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { canPersist } from '../canPersist.ts';

const CHOICES = [30, 60, 120, 300, 600] as const;

interface WhatHappensProps {
  readonly preview: ChangePreview;
  readonly seconds: number;
  readonly onSeconds: (seconds: number) => void;
}

/** The three things that follow a press of Apply, and how long there is to look at the outcome. */
export const WhatHappens = ({ preview, seconds, onSeconds }: WhatHappensProps) => {
  const t = useTranslations('changes');
  const choices = [...new Set([...CHOICES, preview.confirmWithinSeconds])].toSorted((a, b) => a - b);
  return (
    <section aria-label={t('preview.after')} className="rounded-lg border border-line px-4 py-3">
      <h3 className="font-semibold text-base">{t('preview.after')}</h3>
      <ol className="mt-1.5 list-decimal space-y-1 pl-5 text-pretty text-sm text-soft marker:text-faint">
        <li>{t(preview.settings.length > 1 ? 'preview.steps.writeAll' : 'preview.steps.write')}</li>
        <li className="text-ink">{t('preview.steps.back', { seconds })}</li>
        <li className="break-words text-ink">
          {canPersist(preview.settings)
            ? t('preview.steps.persist', { path: preview.persistPath })
            : t('preview.steps.persistNot')}
        </li>
      </ol>
      <label className="mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <span className="text-soft">{t('preview.wait')}</span>
        <select
          value={seconds}
          onChange={({ target }) => onSeconds(Number(target.value))}
          className="rounded-md bg-sunken px-2 py-1 tabular-nums ring-1 ring-line-strong ring-inset max-sm:min-h-11"
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice % 60 === 0 && choice > 60
                ? t('preview.minutes', { minutes: choice / 60 })
                : t('preview.seconds', { seconds: choice })}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
};
