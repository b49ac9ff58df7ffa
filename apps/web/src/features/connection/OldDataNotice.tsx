import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { LinkLostIcon } from '../../components/icons.tsx';

interface OldDataNoticeProps {
  readonly kind: 'lost' | 'silent';
  readonly ended: boolean;
  /** Since when, and what comes of it. */
  readonly words: string;
  readonly place?: 'page' | 'sheet';
}

/** Above what shows the past: what happened, in a word and in a sentence. */
export const OldDataNotice = ({ kind, ended, words, place = 'page' }: OldDataNoticeProps) => {
  const t = useTranslations('connection');
  return (
    <div
      role="alert"
      data-stale={kind}
      className={cx(
        'flex shrink-0 items-start gap-3 rounded-xl bg-busy-wash px-4 py-3 text-busy-ink ring-1 ring-busy/60 ring-inset',
        place === 'sheet' && 'mx-5 mt-3',
      )}
    >
      <LinkLostIcon className="mt-0.5 size-4" />
      <p className="text-pretty text-sm tabular-nums">
        <strong className="font-semibold">{t('sentence', { words: ended ? t('ended') : t(kind) })}</strong> {words}
      </p>
    </div>
  );
};
