import { type Localised, localised, type Words } from '../words/index.ts';
import { faultsOf, hasChinese } from '../zhCN/chinese.ts';

/** What Chinese engineers write as it is. */
const NAMES_ALONE = ['socket'];

/** For tests: what an English reader gets, after a look at the Chinese beside it. */
export function english<T>(value: T): Localised<T> {
  const faults = textsOf(value).flatMap(({ en, 'zh-CN': zh }) => {
    const untold = hasChinese(zh) || zh === en || NAMES_ALONE.includes(zh) ? [] : ['not Chinese'];
    return [...untold, ...faultsOf(zh, en)].map((fault) => `${zh} (${en}): ${fault}`);
  });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return localised(value, 'en');
}

function textsOf(value: unknown): readonly Words[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('zh-CN' in value) return [value as Words];
  return Object.values(value).flatMap(textsOf);
}
