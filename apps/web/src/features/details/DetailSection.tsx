'use client';
import { formatAge } from '@netstrata/metrics';
import type { ReactNode } from 'react';
import { useClocked } from '../connection/live.ts';
import { DETAILS_TEXT } from './text.ts';

/** Reports come every few seconds; only an older one is worth a word. */
const OLD_SECONDS = 15;

interface DetailSectionProps<Report> {
  readonly title: string;
  readonly about: string;
  /** What `useDetails` gave. */
  readonly answer:
    | { readonly ok: true; readonly report: Report }
    | { readonly ok: false; readonly reason: string }
    | undefined;
  /** Beside the title: a count, a switch. */
  readonly aside?: (report: Report) => ReactNode;
  readonly children: (report: Report) => ReactNode;
}

/** One table of a layer's drawer, with its states: asked for, refused, old. */
export function DetailSection<Report extends { readonly timeMs: number }>({
  title,
  about,
  answer,
  aside,
  children,
}: DetailSectionProps<Report>) {
  const report = answer?.ok === true ? answer.report : undefined;
  const seenMs = report?.timeMs;
  const ageSeconds = useClocked((state, nowMs) =>
    seenMs === undefined ? undefined : Math.floor((nowMs + state.clockOffsetMs - seenMs) / 1000),
  );
  const isOld = ageSeconds !== undefined && ageSeconds > OLD_SECONDS;
  return (
    <section aria-label={title} className="border-line border-b pb-2">
      <h3 className="flex flex-wrap items-baseline gap-x-2 px-5 pt-4 pb-1">
        <span className="font-semibold text-sm">{title}</span>
        {report !== undefined && aside !== undefined && (
          <span className="font-normal text-faint text-xs tabular-nums">{aside(report)}</span>
        )}
        {isOld && (
          <span className="ml-auto font-normal text-faint text-xs tabular-nums">
            {DETAILS_TEXT.age(formatAge(ageSeconds * 1000))}
          </span>
        )}
      </h3>
      <p className="px-5 pb-2 text-soft text-xs">{about}</p>
      {answer === undefined && <p className="px-5 py-2 text-faint text-sm">{DETAILS_TEXT.waiting}</p>}
      {answer?.ok === false && <p className="px-5 py-2 text-faint text-sm">{DETAILS_TEXT.refused(answer.reason)}</p>}
      {report !== undefined && children(report)}
    </section>
  );
}
