'use client';
import { useLocale, useTranslations } from 'next-intl';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { cx } from '../../../components/cx.ts';
import { keepUnits } from '../../../components/keepUnits.ts';
import { Sheet } from '../../../components/Sheet.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { Everything } from './Everything.tsx';
import { groupsOf, optionRows } from './fields.ts';
import { socketMarkdown } from './socketMarkdown.ts';
import { socketAbout, socketTitle } from './socketTitle.ts';
import { useSocketCatalogue } from './useSocketCatalogue.ts';
import { type SocketKnown, useSocketDetail } from './useSocketDetail.ts';

interface SocketSheetProps {
  readonly hostId: string;
  readonly cookie: string;
  /** What a list says that limits it, for where nothing more is known. */
  readonly limit?: string | undefined;
  /** Another network namespace that it is in: the agent asks only its own about single sockets. */
  readonly netns?: string | undefined;
  readonly onClose: () => void;
}

/** Everything about one socket, live. */
const SocketSheet = ({ hostId, cookie, limit, netns, onClose }: SocketSheetProps) => {
  const t = useTranslations('sockets');
  const locale = useLocale();
  const { now, before, bottleneck, trouble } = useSocketDetail(hostId, cookie);
  const catalogue = useSocketCatalogue();
  const title = now === undefined ? `sk:${cookie}` : socketTitle(now, t);
  const about = now === undefined ? '' : socketAbout(now, t);
  const said = bottleneck ?? (limit === undefined ? undefined : { sentence: limit, not: '' });
  const sentence =
    trouble === undefined && said !== undefined ? [keepUnits(said.sentence), keepUnits(said.not)] : undefined;
  // A list has no more than a word or two; a sentence is of the last look at all sockets, what is drawn below it of this second.
  const label = t(bottleneck === undefined ? 'columns.limit' : 'detail.lastLook');
  const markdown = () =>
    now === undefined || catalogue === undefined
      ? title
      : socketMarkdown({
          now,
          title,
          about,
          sentence: sentence && `${label}: ${sentence.join(' ')}`,
          groups: [
            ...groupsOf(catalogue, { now, before }, { t, locale }).map(({ id, rows }) => ({
              title: t(`detail.groups.${id}`),
              rows,
            })),
            { title: t('detail.options'), rows: optionRows(catalogue, now, { t, locale }) },
          ],
        });
  return (
    <Sheet onClose={onClose} title={title} description={about}>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain">
        <div className="flex items-start gap-3 px-5 py-3">
          <div className="min-w-0 flex-1">
            <Notice known={now !== undefined} trouble={trouble} netns={netns} />
            {sentence !== undefined && (
              <p className="text-pretty text-sm" data-limiter={bottleneck?.limiter}>
                <span className="block text-faint text-xs">{label}</span>
                {sentence[0]} <span className="text-soft">{sentence[1]}</span>
              </p>
            )}
          </div>
          {now !== undefined && <CopyButton text={markdown()} label={t('detail.copy')} />}
        </div>
        {trouble?.kind === 'gone' && now === undefined && netns !== undefined && (
          <Elsewhere hostId={hostId} cookie={cookie} netns={netns} />
        )}
        {now === undefined && trouble === undefined && <Bones />}
        {now !== undefined && catalogue !== undefined && (
          // A ground of its own, so that headings pale with what is between them.
          <div className="stale-aware flex-1 bg-surface pb-8" data-stale={trouble?.kind === 'stale'}>
            <Everything catalogue={catalogue} now={now} before={trouble === undefined ? before : undefined} />
          </div>
        )}
      </div>
    </Sheet>
  );
};

export default SocketSheet;

const BONES = Array.from({ length: 12 }, (_, n) => n);

/** Where the host's answer will stand. */
const Bones = () => (
  <div aria-hidden="true" className="space-y-3 px-5 pt-1">
    <div className="skeleton h-20" />
    {BONES.map((n) => (
      <div key={n} className="flex justify-between gap-6">
        <div className="skeleton h-3 w-2/5" />
        <div className="skeleton h-3 w-1/5" />
      </div>
    ))}
  </div>
);

interface NoticeProps {
  readonly known: boolean;
  readonly trouble: SocketKnown['trouble'];
  readonly netns: string | undefined;
}

/** Said aloud when it changes. */
const Notice = ({ known, trouble, netns }: NoticeProps) => {
  const t = useTranslations('sockets.detail');
  const isElsewhere = trouble?.kind === 'gone' && !known && netns !== undefined;
  const words =
    trouble?.kind === 'gone'
      ? isElsewhere
        ? t('elsewhere', { netns })
        : t(known ? 'gone' : 'goneAtOnce')
      : trouble !== undefined
        ? trouble.words
        : known
          ? ''
          : t('waiting');
  return (
    <p
      role="status"
      className={
        words === ''
          ? 'sr-only'
          : cx('text-pretty text-sm', trouble === undefined || isElsewhere ? 'text-soft' : 'text-busy-ink')
      }
    >
      {words}
    </p>
  );
};
