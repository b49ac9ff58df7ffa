/**
 * What a language other than English says of a setting, in the order of reading. `derivation` where the entry has one: how the default
 * follows from the machine.
 */
type TunableText = readonly [title: string, help: string, cost: string, derivation?: string];

/** By the names of settings. */
export type TunableTexts = Readonly<Record<string, TunableText>>;

/** The words of an entry of the catalogue, in the language of who reads them. */
export interface TunableWords {
  readonly title: string;
  readonly help: string;
  readonly cost: string;
  readonly defaultDerivation: string | undefined;
  readonly unit: string;
}
