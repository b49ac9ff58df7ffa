/** For tests: what good Chinese text of a product for engineers looks like, and what it shares with the English one. */

const HAN = '[\\u4e00-\\u9fff]';
const CROWDED = new RegExp(`${HAN}[A-Za-z0-9]|[A-Za-z0-9%]${HAN}`);
const HALF_WIDTH = new RegExp(`${HAN}[,.:;!?()]|[,;:!?)]${HAN}`);
/** Sysctls, flags, functions, files, options: what may not be translated. */
const NAMES = /[A-Za-z][\w-]*(?:[._][\w*-]+)+|[A-Z][A-Z0-9]*_[A-Z0-9_]+|\/(?:proc|sys|etc)\/[\w./-]*\w|\w+\(\)/g;
const NUMBERS = /(?<![\w.])\d+(?:[.,]\d+)*(?![\w])/g;

/** What is wrong with a Chinese text beside the English one that it stands for; empty where nothing is. */
export function faultsOf(chinese: string, english: string): readonly string[] {
  const faults: string[] = [];
  if (CROWDED.test(chinese)) faults.push(`no space: ${CROWDED.exec(chinese)?.[0]}`);
  if (HALF_WIDTH.test(chinese)) faults.push(`half-width: ${HALF_WIDTH.exec(chinese)?.[0]}`);
  if (/ {2}|^ | $|[，。；：、（）] | [，。；：、（）]/.test(chinese)) faults.push('a space too many');
  for (const pattern of [NAMES, NUMBERS])
    for (const [name] of english.matchAll(pattern)) if (!chinese.includes(name)) faults.push(`${name} is missing`);
  return faults;
}

export function hasChinese(text: string): boolean {
  return new RegExp(HAN).test(text);
}
