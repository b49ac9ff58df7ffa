import type { FormatOptions } from '@netstrata/metrics';
import type { Verdict } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { evidenceText } from '../advice/advice.ts';
import { useMeasureWords } from '../advice/useMeasureWords.ts';

type Row = Verdict['evidence'][number];

interface VerdictTableProps {
  readonly verdict: Verdict;
  readonly options: FormatOptions;
}

/** Every number that was measured before and after. */
export const VerdictTable = ({ verdict: { evidence }, options }: VerdictTableProps) => {
  const t = useTranslations('changes');
  const measureWords = useMeasureWords(evidence);
  const shown = (row: Row, value: number | null): string =>
    value === null ? t('unknownValue') : evidenceText({ ...row, value }, options);
  return (
    <table className="w-full max-w-[44rem] text-xs tabular-nums">
      <caption className="sr-only">{t('evidence')}</caption>
      <thead className="text-faint">
        <tr>
          <th scope="col" className="text-left font-normal">
            {t('measure')}
          </th>
          <th scope="col" className="text-right font-normal">
            {t('before')}
          </th>
          <th scope="col" className="text-right font-normal">
            {t('after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((row) => {
          const where = Object.values(row.labels).join(' ');
          return (
            <tr key={`${row.metric}|${where}`} className="border-line border-t">
              <th scope="row" className="py-1 pr-2 text-left font-normal">
                <span className="text-soft" title={row.metric}>
                  {measureWords(row)}
                </span>
                {where !== '' && <span className="block break-words text-2xs text-faint">{where}</span>}
              </th>
              <td className="whitespace-nowrap py-1 pl-3 text-right align-top text-soft">{shown(row, row.before)}</td>
              <td className="whitespace-nowrap py-1 pl-3 text-right align-top font-medium">{shown(row, row.after)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
