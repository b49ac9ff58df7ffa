'use client';
import { formatRate, formatValue, metric as knownMetric, LAYERS } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useWallSized } from '../../components/useWallSized.ts';
import { useFormatOptions } from '../catalogue/useFormatOptions.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { useHost } from '../connection/live.ts';
import { HistoryChart } from '../history/HistoryChart.tsx';
import { totalOf } from '../layer/metricRows.ts';
import { LayerLook } from './LayerLook.tsx';
import { seriesByMetric } from './seriesByMetric.ts';

/** What is asked for first when something hurts, from the program to the wire. */
const FIRST = [
  'application.processes.openFilesMaxShare',
  'socket.tcpExt.listenOverflows',
  'socket.udp.rcvbufErrors',
  'transport.tcp.retransSegs',
  'transport.tcp.rttP95Us',
  'transport.sockstat.tcpTw',
  'network.nfConntrack.count',
  'link.softnet.dropped',
  'link.dev.rxDropped',
  'link.qdisc.drops',
].flatMap((id) => knownMetric(id) ?? []);

/** Advice is on the stack: here it would be told once for each chart. */
const NO_RULES: ReadonlySet<string> = new Set();

interface MetricsStartProps {
  readonly hostId: string;
  readonly onMetric: (metric: string) => void;
}

/** Before anything is chosen: how to go on, and the metrics that most people want, as they are here now. */
const MetricsStart = ({ hostId, onMetric }: MetricsStartProps) => {
  const t = useTranslations('metrics');
  const wordsOf = useMetricWords();
  const options = useFormatOptions(hostId);
  const isWide = useWallSized();
  const layers = useHost(hostId, (host) => host.layers);
  return (
    <div className="p-4">
      {LAYERS.map((layer) => (
        <LayerLook key={layer} hostId={hostId} layer={layer} />
      ))}
      <p className="max-w-[75ch] text-pretty text-soft text-sm">{t('chooseOne')}</p>
      <h2 className="mt-5 mb-1 font-semibold text-sm">{t('first')}</h2>
      <ul className={`grid gap-x-8 ${isWide ? 'grid-cols-4 gap-y-4 [--plot:14rem]' : 'xl:grid-cols-2'}`}>
        {FIRST.map((metric) => {
          const series = seriesByMetric(layers[metric.layer]).get(metric.id) ?? [];
          const { value, perSecond } = totalOf({ metric, series });
          return (
            <li key={metric.id} className="border-line border-t">
              <button
                type="button"
                onClick={() => onMetric(metric.id)}
                className="flex w-full items-baseline gap-3 rounded-md py-2 text-left hover:bg-hover max-sm:min-h-11"
              >
                <span className="min-w-0 flex-1">
                  <span className="block text-sm">{wordsOf(metric).title}</span>
                  <span className="block text-faint text-xs">{t(`layers.${metric.layer}`)}</span>
                </span>
                <span className="whitespace-nowrap text-sm tabular-nums">
                  {metric.kind === 'counter'
                    ? formatRate(perSecond, metric.unit)
                    : formatValue(value, metric.unit, options)}
                </span>
              </button>
              {isWide && (
                <HistoryChart
                  hostId={hostId}
                  metric={metric.id}
                  title={wordsOf(metric).title}
                  options={options}
                  rules={NO_RULES}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
};

export default MetricsStart;
