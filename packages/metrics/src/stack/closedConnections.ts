import { formatValue } from '../format.ts';
import type { SampleWindow } from '../types.ts';
import { readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { NOW_SECONDS } from './thresholds.ts';
import { readTroubles, type TroubleSpec } from './trouble.ts';
import type { Gauge, Trouble } from './types.ts';

/** Worth a word, no trouble of the host by itself: programs abort connections all the time. */
const TROUBLES: readonly TroubleSpec[] = [
  {
    id: 'application.unfinished',
    title: 'Closed with data left',
    metrics: [ID.churn.unfinished],
    weight: Number.POSITIVE_INFINITY,
  },
  {
    id: 'application.churnLost',
    title: 'Closed sockets not told',
    metrics: [ID.churn.lost],
    weight: Number.POSITIVE_INFINITY,
  },
];

export function closedTroubles(window: SampleWindow): readonly Trouble[] {
  return readTroubles(window, TROUBLES).troubles;
}

/** How many of the connections that are closed were short. Many are normal for some services, so it is never busy. */
export function closedGauge(window: SampleWindow): Gauge {
  const closed = window.rate(ID.churn.connections, NOW_SECONDS);
  const short = window.rate(ID.churn.short, NOW_SECONDS);
  const { gauge } = readGauge({
    id: 'application.short',
    title: 'Short connections',
    value: short,
    limit: closed,
    unit: 'connections/s',
    limitName: 'connections closed',
    metric: ID.churn.short,
    detail: detailOf(window, closed, short),
    levels: { busy: Number.POSITIVE_INFINITY, saturated: Number.POSITIVE_INFINITY },
    subject: 'short connections',
    ...(short === undefined ? {} : { state: 'calm' as const }),
  });
  return gauge;
}

function detailOf(window: SampleWindow, closed: number | undefined, short: number | undefined): string {
  if (closed === undefined) return 'the agent is not told which connections are closed';
  if (short === undefined) return 'two socket dumps are needed to tell';
  if (closed === 0) return `none closed in ${NOW_SECONDS} s`;
  const limit = formatValue(window.last(ID.churn.shortLimitMs), 'milliseconds');
  const rtt = window.last(ID.churn.rttMedianUs);
  const trip = rtt === undefined ? '' : `; median round trip at close: ${formatValue(rtt, 'microseconds')}`;
  return `of the connections closed, those that lived less than ${limit}${trip}`;
}
