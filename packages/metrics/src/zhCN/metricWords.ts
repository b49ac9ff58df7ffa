import { METRIC_TEXTS } from '../catalog/zh-CN/index.ts';
import { icmpProtocolOf } from '../icmpTypes.ts';
import type { MetricDescription } from '../types.ts';
import { icmpTypeWords } from './icmpTypes.ts';

/** What people read of a metric. */
export type MetricWords = Pick<MetricDescription, 'title' | 'help'>;

/** The same in Chinese; of an id that is not catalogued too. */
export function metricWords({ id, title }: Pick<MetricDescription, 'id' | 'title'>): MetricWords {
  const text = Object.hasOwn(METRIC_TEXTS, id) ? METRIC_TEXTS[id] : undefined;
  if (typeof text === 'string') return { title, help: text };
  if (text !== undefined) return { title: text[0], help: text[1] };
  const [, subject, ...rest] = id.split('.');
  const protocol = icmpProtocolOf(subject);
  const ofFamily = protocol && icmpTypeWords(protocol, rest.join('.'));
  return ofFamily ?? { title, help: '由比本目录知道得更多的 agent 或内核记录；这里没有它的说明。' };
}
