import { formatValue } from '../format.ts';
import type { SampleWindow } from '../types.ts';
import { NO_WORDS, type Words, words } from '../words/index.ts';
import { readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { NOW_SECONDS } from './thresholds.ts';
import { readTroubles, type TroubleSpec } from './trouble.ts';
import type { Gauge, Trouble } from './types.ts';

/** Worth a word, no trouble of the host by itself: programs abort connections all the time. */
const TROUBLES: readonly TroubleSpec[] = [
  {
    id: 'application.unfinished',
    title: words('Closed with data left', '关闭时仍有数据'),
    metrics: [ID.churn.unfinished],
    weight: Number.POSITIVE_INFINITY,
  },
  {
    id: 'application.churnLost',
    title: words('Closed sockets not told', '未能告知的已关闭套接字'),
    metrics: [ID.churn.lost],
    weight: Number.POSITIVE_INFINITY,
  },
];

export function closedTroubles(window: SampleWindow): readonly Trouble<Words>[] {
  return readTroubles(window, TROUBLES).troubles;
}

/** How many of the connections that are closed were short. Many are normal for some services, so it is never busy. */
export function closedGauge(window: SampleWindow): Gauge<Words> {
  const closed = window.rate(ID.churn.connections, NOW_SECONDS);
  const short = window.rate(ID.churn.short, NOW_SECONDS);
  const { gauge } = readGauge({
    id: 'application.short',
    title: words('Short connections', '短连接'),
    value: short,
    limit: closed,
    unit: 'connections/s',
    limitName: words('connections closed', '关闭的连接'),
    metric: ID.churn.short,
    detail: detailOf(window, closed, short),
    levels: { busy: Number.POSITIVE_INFINITY, saturated: Number.POSITIVE_INFINITY },
    subject: words('short connections', '短连接'),
    isMix: true,
    ...(short === undefined ? {} : { state: 'calm' as const }),
  });
  return gauge;
}

function detailOf(window: SampleWindow, closed: number | undefined, short: number | undefined): Words {
  if (closed === undefined)
    return words('the agent is not told which connections are closed', 'agent 得不到哪些连接已关闭的消息');
  if (short === undefined) return words('two socket dumps are needed to tell', '需要两次套接字 dump 才能知道');
  if (closed === 0) return words(`none closed in ${NOW_SECONDS} s`, `${NOW_SECONDS} s 内没有关闭的`);
  const limit = formatValue(window.last(ID.churn.shortLimitMs), 'milliseconds');
  const rtt = window.last(ID.churn.rttMedianUs);
  const time = formatValue(rtt, 'microseconds');
  const trip =
    rtt === undefined ? NO_WORDS : words(`; median round trip at close: ${time}`, `；关闭时的往返时间中位数：${time}`);
  return words(
    `of the connections closed, those that lived less than ${limit}${trip.en}`,
    `关闭的连接中寿命不到 ${limit} 的${trip['zh-CN']}`,
  );
}
