import { type Words, words } from '@netstrata/metrics';
import type { Tunable } from '@netstrata/tunables';
import { tunableWords } from '@netstrata/tunables/zh-CN';

/** What people read of a setting, in every language. */
export function tunableTexts(entry: Tunable): Readonly<Record<'title' | 'help' | 'derivation', Words>> {
  const { title, help, defaultDerivation = '' } = entry;
  const chinese = tunableWords(entry);
  return {
    title: words(title, chinese.title),
    help: words(help, chinese.help),
    derivation: words(defaultDerivation, chinese.defaultDerivation ?? ''),
  };
}
