import { setTimeout } from 'node:timers/promises';

export interface Patience {
  /** What is waited for, in words: "advice tcp-listen-overflow". */
  readonly what: string;
  readonly limitMs: number;
  /** What there is instead, for the person who reads why a test failed. */
  readonly instead: () => Promise<string>;
}

const LOOK_MS = 250;

/** Asks until there is an answer. @throws Error with what there is instead when the time is over */
export const until = async <Answer>(
  ask: () => Promise<Answer | undefined>,
  { what, limitMs, instead }: Patience,
): Promise<Answer> => {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > endMs) throw new Error(`Not within ${limitMs / 1000} s: ${what}. ${await instead()}`);
    await setTimeout(LOOK_MS);
  }
};
