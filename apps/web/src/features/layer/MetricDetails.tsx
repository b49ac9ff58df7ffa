'use client';
import { type FormatOptions, formatRate, formatValue, SOURCES } from '@netstrata/metrics';
import { CommandLine } from '../../components/CopyButton.tsx';
import type { MetricRow } from './metricRows.ts';
import { LAYER_TEXT } from './text.ts';

const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** What a metric means, where the kernel says it, what limits it, each of its series, and how to see it in a shell. */
export const MetricDetails = ({ row, options }: { readonly row: MetricRow; readonly options: FormatOptions }) => {
  const { metric, series } = row;
  const path = metric.source === undefined ? undefined : SOURCES[metric.source].path;
  return (
    <div className="space-y-3 pr-5 pb-4 pl-9 text-sm">
      <p className="max-w-[70ch] text-pretty text-soft">{metric.help}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
        <dt className="text-faint">{LAYER_TEXT.source}</dt>
        <dd>
          <code className="break-all font-mono">{path === undefined ? '' : `${path} `}</code>
          <code className="break-all font-mono text-ink">{metric.kernelName}</code>
          <span className="text-faint"> · {LAYER_TEXT[metric.kind]}</span>
        </dd>
        {metric.fills !== undefined && (
          <>
            <dt className="text-faint">{LAYER_TEXT.limit}</dt>
            <dd>
              <code className="break-all font-mono">{metric.fills}</code>
            </dd>
          </>
        )}
      </dl>
      {series.length === 0 ? (
        <p className="text-faint">{LAYER_TEXT.unknown}</p>
      ) : (
        <table className="w-full max-w-[34rem] text-xs tabular-nums">
          <thead className="text-faint">
            <tr>
              <th scope="col" className="text-left font-normal">
                {metric.labels.join(', ')}
              </th>
              <th scope="col" className="text-right font-normal">
                {LAYER_TEXT.raw}
              </th>
              {metric.kind === 'counter' && (
                <th scope="col" className="text-right font-normal">
                  {LAYER_TEXT.rate}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {series.map(({ labels, value, perSecond }) => {
              const name = Object.values(labels).join(', ');
              return (
                <tr key={name} className="border-line border-t">
                  <th scope="row" className="py-1 text-left font-normal text-soft">
                    {name}
                  </th>
                  <td className="py-1 text-right font-mono">
                    {value === null ? formatValue(null, metric.unit) : exact.format(value)}
                  </td>
                  {metric.kind === 'counter' && (
                    <td className="py-1 text-right">
                      {perSecond === null ? LAYER_TEXT.noRate : formatRate(perSecond, metric.unit, options)}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {metric.commands.length > 0 && (
        <div>
          <h4 className="mb-1 text-faint text-xs">{LAYER_TEXT.same}</h4>
          <div className="max-w-[34rem] space-y-1">
            {metric.commands.map((command) => (
              <CommandLine key={command} command={command} />
            ))}
          </div>
        </div>
      )}
    </div>
  );
};
