import { describe, expect, it } from 'vitest';
import { LiveWindow } from '../window.ts';
import { ID } from './ids.ts';
import { sparkHistory, sparkOf } from './spark.ts';
import { windowOf } from './stackFixture.ts';

const WINDOW = windowOf(
  {
    [ID.tcp.activeOpens]: [0, 1, 3],
    [ID.tcp.passiveOpens]: [0, 2, 2],
    [ID.sockets.sendQBytes]: [5, 6, 7],
    [ID.tcp.outSegs]: [0, 10, 30],
    [ID.udp.outDatagrams]: [0, 1, 2],
    [ID.tcp.inSegs]: [50, 60, 4],
    [ID.ip.inReceives]: [0, 100, 300],
    [ID.ip6.inReceives]: [0, 5, 10],
    [`${ID.dev.txBytes}{device=eth0}`]: [0, 1000, 3000],
    [`${ID.dev.rxBytes}{device=eth0}`]: [0, 10, 20],
  },
  2,
);

describe('sparkOf', () => {
  it('gives the last second of every layer, null where unknown', () => {
    expect(sparkOf(WINDOW)).toEqual({
      timeMs: 1_700_000_002_000,
      values: [
        [2, 0],
        [7, null],
        [21, null],
        [null, 205],
        [2000, 10],
      ],
    });
  });

  it('is all null before the first sample', () => {
    const nothing = [null, null];
    expect(sparkOf(new LiveWindow()).values).toEqual([nothing, nothing, nothing, nothing, nothing]);
  });
});

describe('sparkHistory', () => {
  it('ends with what sparkOf says', () => {
    const points = sparkHistory(WINDOW);
    expect(points).toEqual([
      {
        timeMs: 1_700_000_000_000,
        values: [
          [null, null],
          [5, null],
          [null, null],
          [null, null],
          [null, null],
        ],
      },
      {
        timeMs: 1_700_000_001_000,
        values: [
          [1, 2],
          [6, null],
          [11, 10],
          [null, 105],
          [1000, 10],
        ],
      },
      {
        timeMs: 1_700_000_002_000,
        values: [
          [2, 0],
          [7, null],
          [21, null],
          [null, 205],
          [2000, 10],
        ],
      },
    ]);
    expect(points.at(-1)).toEqual(sparkOf(WINDOW));
  });

  it('is empty before the first sample', () => {
    expect(sparkHistory(new LiveWindow())).toEqual([]);
  });

  it('covers five minutes of a longer window', () => {
    const values = Array.from({ length: 401 }, (_, n) => n);
    expect(sparkHistory(windowOf({ [ID.tcp.outSegs]: values }, 400)).length).toBe(301);
  });
});
