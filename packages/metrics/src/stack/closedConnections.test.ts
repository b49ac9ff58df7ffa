import { expect, it } from 'vitest';
import { closedGauge, closedTroubles } from './closedConnections.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { grows, type Samples, windowOf } from './stackFixture.ts';

const BUSY: Samples = {
  [ID.churn.connections]: grows(400),
  [ID.churn.short]: grows(390),
  [ID.churn.shortLimitMs]: 2000,
  [ID.churn.rttMedianUs]: 250,
  [ID.churn.unfinished]: grows(0),
  [ID.churn.lost]: grows(0),
};

it('tells how many of the closed connections were short, and never alarms', () => {
  expect(english(closedGauge(windowOf(BUSY)))).toMatchObject({
    value: 390,
    limit: 400,
    fraction: 0.975,
    isMix: true,
    state: 'calm',
    detail: 'of the connections closed, those that lived less than 2.00 s; median round trip at close: 250 µs',
  });
  const quiet = english(closedGauge(windowOf({ ...BUSY, [ID.churn.rttMedianUs]: [] })));
  expect(quiet.detail).toBe('of the connections closed, those that lived less than 2.00 s');
});

it('nothing closed is nothing to fill, and unknown says why', () => {
  const idle = windowOf({ ...BUSY, [ID.churn.connections]: grows(0), [ID.churn.short]: grows(0) });
  expect(english(closedGauge(idle))).toMatchObject({
    value: 0,
    fraction: undefined,
    state: 'calm',
    detail: 'none closed in 5 s',
  });
  const early = windowOf({ ...BUSY, [ID.churn.short]: [] });
  expect(english(closedGauge(early))).toMatchObject({
    state: 'unknown',
    detail: 'two socket dumps are needed to tell',
  });
  const without = english(closedGauge(windowOf({})));
  expect(without).toMatchObject({ state: 'unknown', detail: 'the agent is not told which connections are closed' });
});

it('lost data and lost events are told with their rate, as no state of the layer', () => {
  expect(english(closedTroubles(windowOf(BUSY)))).toEqual([]);
  expect(
    english(closedTroubles(windowOf({ ...BUSY, [ID.churn.unfinished]: grows(3), [ID.churn.lost]: grows(7) }))),
  ).toEqual([
    {
      id: 'application.unfinished',
      title: 'Closed with data left',
      perSecond: 3,
      metric: ID.churn.unfinished,
      state: 'calm',
    },
    {
      id: 'application.churnLost',
      title: 'Closed sockets not told',
      perSecond: 7,
      metric: ID.churn.lost,
      state: 'calm',
    },
  ]);
});
