'use client';
import { formatAge } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useClocked } from '../connection/live.ts';

/** Reports come every few seconds; only an older one is worth a word. */
const OLD_SECONDS = 15;

interface DetailSectionProps<Report> {
  readonly title: string;
  readonly about: string;
  /** On a page it is a part of its own, in a drawer one of the drawer's. */
  readonly heading?: 'h2' | 'h3';
  /** What `useDetails` gave. */
  readonly answer:
    | { readonly ok: true; readonly report: Report }
    | { readonly ok: false; readonly reason: string }
    | undefined;
  /** How many rows there will probably be, so that what is below keeps its place; few unless said. */
  readonly expected?: number;
  /** Beside the title: a count, a switch. */
  readonly aside?: (report: Report) => ReactNode;
  readonly children: (report: Report) => ReactNode;
}

/** As the head of a panel has it. */
const PANEL_HEAD =
  'flex min-h-12 flex-wrap content-center items-baseline gap-x-3 border-line border-b px-(--edge) py-2';

const BONES = ['w-11/12', 'w-4/5', 'w-10/12', 'w-3/4'] as const;
const FEW = BONES.length;

/** Rows that are on their way. */
const DetailBones = ({ text, rows }: { readonly text: string; readonly rows: number }) => (
  <div className="flex flex-col gap-3 px-[var(--edge,1.25rem)] py-3">
    <span className="sr-only">{text}</span>
    {Array.from({ length: rows }, (_, n) => `${n}`).map((key, n) => (
      <span key={key} className={`skeleton h-3.5 ${BONES[n % FEW]}`} aria-hidden="true" />
    ))}
  </div>
);

/** One table of a layer's drawer, with its states: asked for, refused, old. */
export function DetailSection<Report extends { readonly timeMs: number }>({
  title,
  about,
  heading: Heading = 'h3',
  answer,
  expected = FEW,
  aside,
  children,
}: DetailSectionProps<Report>) {
  const t = useTranslations('details');
  const locale = useLocale();
  const report = answer?.ok === true ? answer.report : undefined;
  const seenMs = report?.timeMs;
  const ageSeconds = useClocked((state, nowMs) =>
    seenMs === undefined ? undefined : Math.floor((nowMs + state.clockOffsetMs - seenMs) / 1000),
  );
  const isPanel = Heading === 'h2';
  const isOld = ageSeconds !== undefined && ageSeconds > OLD_SECONDS;
  return (
    <section aria-label={title} className={isPanel ? 'pb-2' : 'border-line border-b pb-2'}>
      <Heading className={isPanel ? PANEL_HEAD : 'flex flex-wrap items-baseline gap-x-2 px-5 pt-4 pb-1'}>
        <span className={isPanel ? 'font-semibold text-base' : 'font-semibold text-sm'}>{title}</span>
        {report !== undefined && aside !== undefined && (
          <span className="font-normal text-faint text-xs tabular-nums">{aside(report)}</span>
        )}
        {isOld && (
          <span className="ml-auto font-normal text-faint text-xs tabular-nums">
            {t('age', { age: formatAge(ageSeconds * 1000, locale) })}
          </span>
        )}
      </Heading>
      <p className={`px-[var(--edge,1.25rem)] pb-2 text-pretty text-soft text-xs ${isPanel ? 'pt-3' : ''}`}>{about}</p>
      {answer === undefined && <DetailBones text={t('waiting')} rows={expected} />}
      {answer?.ok === false && (
        <p className="px-[var(--edge,1.25rem)] py-2 text-faint text-sm">{t('refused', { reason: answer.reason })}</p>
      )}
      {report !== undefined && children(report)}
    </section>
  );
}
