import { pow2ceil } from '../guards.ts';
import { type Calculation, inRange } from './Calculation.ts';

export interface AcceptQueueInput {
  readonly connectionsPerSecond: number;
  /** How long the program may not call accept(). */
  readonly stallMs: number;
  readonly somaxconn: number;
}

const HEADROOM = 2;
const LARGEST = 65_535;

/**
 * The backlog that takes what arrives while a program does not accept.
 * @throws CalculationError for a rate or a time out of range
 */
export function acceptQueue(input: AcceptQueueInput): Calculation {
  const rate = inRange('connectionsPerSecond', input.connectionsPerSecond, { least: 0, most: 10_000_000 });
  const stallMs = inRange('stallMs', input.stallMs, { least: 1, most: 60_000 });
  const somaxconn = inRange('somaxconn', input.somaxconn, { least: 0, most: 2 ** 31 - 1 });
  const waiting = Math.ceil((rate * stallMs) / 1000);
  const backlog = Math.min(LARGEST, pow2ceil(HEADROOM * Math.max(1, waiting)));
  return {
    answer: `listen() with a backlog of ${backlog}${backlog > somaxconn ? `, after net.core.somaxconn was raised from ${somaxconn}, which cuts it` : ''}.`,
    steps: [
      { name: 'connections that wait', how: `${rate} a second x ${stallMs} ms`, value: waiting, unit: 'connections' },
      {
        name: 'backlog',
        how: `twice that, next power of two, at most ${LARGEST}`,
        value: backlog,
        unit: 'connections',
      },
    ],
    wishes: backlog > somaxconn ? [{ tunable: 'net.core.somaxconn', value: String(backlog) }] : [],
    caveats: [
      'The backlog counts from the next listen(): most programs have to be restarted.',
      'A program that accepts more slowly than connections arrive fills any queue.',
      ...(waiting * HEADROOM > LARGEST
        ? ['The queue cannot hold that many: shorten the stall, or accept with several listeners (SO_REUSEPORT).']
        : []),
    ],
  };
}
