import type { Layer } from '../types.ts';

/**
 * What a freed packet means. `loss`: it did not reach whom it was for. `refused`: a rule or check turned it away, as it should where
 * the rule is right. `harmless`: nothing is lost (a copy, the rest of a closed connection). `unknown`: the kernel does not tell.
 */
export type DropNature = 'loss' | 'refused' | 'harmless' | 'unknown';

/** One name of enum skb_drop_reason. */
export interface DropReason {
  readonly layer: Layer;
  readonly nature: DropNature;
  /** What happened, in plain words. */
  readonly meaning: string;
  /** What to do about it, or why nothing. */
  readonly remedy: string;
}

export type DropReasons = Readonly<Record<string, DropReason>>;

/** Makes the entries of one layer and nature. */
export const of =
  (layer: Layer, nature: DropNature) =>
  (meaning: string, remedy: string): DropReason => ({ layer, nature, meaning, remedy });

/** What a language other than English says of the reasons. */
export type DropTexts = Readonly<Record<string, readonly [meaning: string, remedy: string]>>;
