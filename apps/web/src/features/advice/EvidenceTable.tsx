import type { Advice, Evidence } from '@netstrata/advisor/types';
import type { FormatOptions, Labels } from '@netstrata/metrics';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { MarkList } from '../changes/marks/MarkList.tsx';
import { marksWithin } from '../changes/marks/marks.ts';
import { useMarks } from '../changes/marks/useMarks.ts';
import { socketsHref } from '../sockets/socketsHref.ts';
import { isStored, socketsOf } from '../sockets/socketsOf.ts';
import { evidencePlace, evidenceText, evidenceTime } from './advice.ts';
import { chartOf, linePath } from './evidenceChart.ts';
import { useMeasureWords } from './useMeasureWords.ts';
import { useStoredSeries } from './useStoredSeries.ts';

const HEIGHT = 20;

interface EvidenceChartProps {
  readonly values: readonly (number | null)[];
  /** Where a change was applied, kept or undone, as a share of the chart's time. */
  readonly marks: readonly { readonly id: string; readonly place: number }[];
}

/** The last five minutes beside the number, for the eye: the number itself is in the text. */
const EvidenceChart = ({ values, marks }: EvidenceChartProps) => (
  <svg
    viewBox={`0 -1 ${Math.max(1, values.length - 1)} ${HEIGHT + 2}`}
    preserveAspectRatio="none"
    aria-hidden="true"
    className="ml-auto block h-5 w-16 overflow-visible text-accent"
  >
    {marks.map(({ id, place }) => (
      <path
        key={id}
        d={`M${place * (values.length - 1)} -1V${HEIGHT + 1}`}
        stroke="var(--ink)"
        strokeWidth="1.25"
        strokeDasharray="3 2"
        vectorEffect="non-scaling-stroke"
      />
    ))}
    <path
      d={linePath(values, HEIGHT)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
      vectorEffect="non-scaling-stroke"
    />
  </svg>
);

interface EvidenceTableProps {
  readonly hostId: string;
  readonly evidence: readonly Evidence[];
  /** Of the advice: numbers may be of before its change. */
  readonly applied: Advice['applied'];
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string, labels?: Labels) => void;
}

/** The numbers a rule judged by, each leading to its metric, and that of a single socket or destination to the sockets as they are now. */
export const EvidenceTable = ({ hostId, evidence, applied, options, onOpenMetric }: EvidenceTableProps) => {
  const t = useTranslations('advice');
  const history = useStoredSeries(
    hostId,
    evidence.map(({ metric }) => metric),
  );
  const measureWords = useMeasureWords(evidence);
  const all = useMarks(hostId);
  return (
    <table className="w-full text-xs">
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('measure')}</th>
          <th scope="col">{t('value')}</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((each) => {
          const { metric, labels } = each;
          const where = evidencePlace(each);
          const stored = isStored(metric, labels);
          const filter = stored ? undefined : socketsOf(labels);
          const chart = chartOf(each, history);
          const marks = chart === undefined ? [] : marksWithin(all, chart.fromMs, chart.toMs);
          return (
            <tr key={`${metric}|${where}`} className="border-line border-t first:border-t-0">
              <th scope="row" className="py-1 pr-2 text-left font-normal">
                <button
                  type="button"
                  onClick={() => onOpenMetric(metric, stored ? labels : {})}
                  title={metric}
                  className="text-left text-soft hover:text-ink hover:underline"
                >
                  {measureWords(each)}
                </button>
                {where !== '' && (
                  <span className="block break-words text-2xs text-faint">
                    {where}
                    {filter !== undefined && (
                      <>
                        {' · '}
                        <Link
                          href={socketsHref(hostId, filter)}
                          className="whitespace-nowrap text-accent underline underline-offset-2"
                        >
                          {t('socketsNow')}
                          <span className="sr-only"> {where}</span>
                        </Link>
                      </>
                    )}
                  </span>
                )}
              </th>
              <td className="whitespace-nowrap py-1 text-right align-top font-medium tabular-nums">
                {evidenceText(each, options)}
                <span className="block font-normal text-2xs text-faint">
                  {t(`over.${evidenceTime(each, applied)}`, { seconds: each.over?.seconds ?? 0 })}
                </span>
                {chart !== undefined && (
                  <EvidenceChart
                    values={chart.values}
                    marks={marks.map(({ id, timeMs }) => ({
                      id,
                      place: (timeMs - chart.fromMs) / Math.max(1, chart.toMs - chart.fromMs),
                    }))}
                  />
                )}
                <MarkList marks={marks} className="sr-only" />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
