import { useTranslations } from 'next-intl';
import { LinkLostIcon } from '../../components/icons.tsx';

interface OldDataNoticeProps {
  readonly kind: 'lost' | 'silent';
  readonly ended: boolean;
  /** Since when, and what comes of it. */
  readonly words: string;
}

/** Above what shows the past: what happened, in a word and in a sentence. */
export const OldDataNotice = ({ kind, ended, words }: OldDataNoticeProps) => {
  const t = useTranslations('connection');
  return (
    <div
      role="alert"
      data-stale={kind}
      className="flex items-start gap-3 rounded-xl bg-busy-wash px-4 py-3 text-busy-ink ring-1 ring-busy/60 ring-inset"
    >
      <LinkLostIcon className="mt-0.5 size-4" />
      <p className="text-pretty text-sm tabular-nums">
        <strong className="font-semibold">{t('sentence', { words: ended ? t('ended') : t(kind) })}</strong> {words}
      </p>
    </div>
  );
};
