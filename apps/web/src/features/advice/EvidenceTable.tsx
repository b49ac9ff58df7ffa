import type { Evidence } from '@netstrata/advisor/types';
import type { FormatOptions } from '@netstrata/metrics';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { evidenceText } from './advice.ts';
import { ADVICE_TEXT } from './text.ts';

interface EvidenceTableProps {
  readonly evidence: readonly Evidence[];
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string) => void;
}

/** The numbers a rule judged by, each leading to its metric. */
export const EvidenceTable = ({ evidence, options, onOpenMetric }: EvidenceTableProps) => (
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
            </td>
          </tr>
        );
      })}
    </tbody>
  </table>
);
