import { changeable, type DeviceSetting, describeShape, type Tunable, type TunableError } from '@netstrata/tunables';
import type { REFUSALS, shapeWords, tunableWords } from '@netstrata/tunables/zh-CN';
import { useMemo } from 'react';
import { lazyWords } from './lazyWords.ts';
import { useChinese } from './useChinese.ts';

interface Chinese {
  readonly tunableWords: typeof tunableWords;
  readonly shapeWords: typeof shapeWords;
  readonly REFUSALS: typeof REFUSALS;
}
const chinese = lazyWords<Chinese>(() => import('@netstrata/tunables/zh-CN'));

type Entry = Tunable | DeviceSetting;

/** What people read of settings, in their language. */
export interface TunableWording {
  /** Title, help, cost, unit and how the default is derived, of an entry of the catalogue. */
  readonly wordsOf: (entry: Entry) => Pick<Entry, 'title' | 'help' | 'cost' | 'unit' | 'defaultDerivation'>;
  /** The same by name; undefined of a name that the catalogue does not have. */
  readonly wordsOfName: (name: string) => ReturnType<TunableWording['wordsOf']> | undefined;
  /** What a setting takes, for a form's hint. */
  readonly shapeOf: typeof describeShape;
  /** Why a value was refused, as a sentence. */
  readonly refusalOf: (error: Pick<TunableError, 'code' | 'message'>) => string;
}

const wordingOf = (words: Chinese | undefined): TunableWording => {
  const wordsOf: TunableWording['wordsOf'] = (entry) => words?.tunableWords(entry) ?? entry;
  return {
    wordsOf,
    wordsOfName: (name) => {
      const entry = changeable(name);
      return entry && wordsOf(entry);
    },
    shapeOf: words?.shapeWords ?? describeShape,
    refusalOf: ({ code, message }) => (words === undefined ? `${message}.` : `${words.REFUSALS[code]}。`),
  };
};

/**
 * English at once, Chinese as soon as it is loaded. The only way pages take words of settings: never `.title`, `.help` and the like of the
 * catalogue itself. The same object until the language changes.
 */
export const useTunableWords = (): TunableWording => {
  const words = useChinese(chinese);
  return useMemo(() => wordingOf(words), [words]);
};
