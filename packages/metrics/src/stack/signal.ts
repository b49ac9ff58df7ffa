import { joinWords, type Words, words } from '../words/index.ts';
import type { LayerState } from './types.ts';

/** One observation that speaks for a state, as a clause with its numbers. Of a calm one the layer only hears: another one is its place. */
export interface Signal {
  readonly state: LayerState;
  readonly text: Words;
}

export interface Judgement {
  readonly state: LayerState;
  readonly reason: Words;
}

/** At most this many clauses, so that a reason stays one sentence. */
const CLAUSES = 2;
const CLAUSES_APART = words('; ', '；');

/**
 * A layer's state and the sentence for it: full or dropping first, then busy; calm only when what it would have shown
 * up in is known.
 */
export function judge(input: {
  readonly signals: readonly Signal[];
  /** Why the layer cannot be called calm, when it cannot. */
  readonly unknown: Words | undefined;
  readonly calm: Words;
}): Judgement {
  for (const state of ['saturated', 'busy'] as const) {
    const texts = input.signals.filter((signal) => signal.state === state).map((signal) => signal.text);
    if (texts.length > 0) return { state, reason: joinWords(texts.slice(0, CLAUSES), CLAUSES_APART) };
  }
  if (input.unknown !== undefined) return { state: 'unknown', reason: input.unknown };
  const heard = input.signals.find(({ state }) => state === 'calm');
  if (heard !== undefined) return { state: 'calm', reason: heard.text };
  return { state: 'calm', reason: input.calm };
}
