import type { Evidence } from '@netstrata/advisor/types';
import type { FormatOptions } from '@netstrata/metrics';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { evidenceText } from './advice.ts';
import { linePath, valuesOf } from './evidenceChart.ts';
import { ADVICE_TEXT } from './text.ts';
import { useStoredSeries } from './useStoredSeries.ts';

const HEIGHT = 20;

/** The last five minutes beside the number, for the eye: the number itself is in the text. */
const EvidenceChart = ({ values }: { readonly values: readonly (number | null)[] }) => (
  <svg
    viewBox={`0 -1 ${Math.max(1, values.length - 1)} ${HEIGHT + 2}`}
    preserveAspectRatio="none"
    aria-hidden="true"
    className="ml-auto block h-5 w-16 overflow-visible text-accent"
  >
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
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string) => void;
}

/** The numbers a rule judged by, each leading to its metric. */
export const EvidenceTable = ({ hostId, evidence, options, onOpenMetric }: EvidenceTableProps) => {
  const stored = useStoredSeries(
    hostId,
    evidence.map(({ metric }) => metric),
  );
  return (
    <table className="w-full text-xs">
      <thead className="sr-only">
        <tr>
          <th scope="col">{ADVICE_TEXT.measure}</th>
          <th scope="col">{ADVICE_TEXT.value}</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((each) => {
          const { metric, labels } = each;
          const where = Object.values(labels).join(' ');
          const values = valuesOf(each, stored);
          return (
            <tr key={`${metric}|${where}`} className="border-line border-t first:border-t-0">
              <th scope="row" className="py-1 pr-2 text-left font-normal">
                <button
                  type="button"
                  onClick={() => onOpenMetric(metric)}
                  className="text-left font-mono text-2xs text-soft hover:text-ink hover:underline"
                >
                  <BreakAtDots text={metric} />
                </button>
                {where !== '' && <span className="block break-words text-2xs text-faint">{where}</span>}
              </th>
              <td className="whitespace-nowrap py-1 text-right align-top font-medium tabular-nums">
                {evidenceText(each, options)}
                {values !== undefined && <EvidenceChart values={values} />}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
