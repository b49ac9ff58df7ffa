/** An English sentence and its Chinese. Both may have the same holes, whose names say what stands in them. */
export type Phrase = readonly [english: string, chinese: string];

/** The Chinese of an English text that a program made; what is not known in it stays as it is. */
export type Phrasebook = (english: string) => string;

interface Part {
  /** The hole before `text`. */
  readonly hole: string;
  readonly text: string;
}

interface Pattern {
  readonly start: string;
  readonly parts: readonly Part[];
  readonly chinese: string;
  /** Letters that are no hole: the more, the surer. */
  readonly size: number;
}

const HAN = /[\u4e00-\u9fff]/;
const HOLE = /\{(\w+)\}/;
const SETTING =
  /^([a-z][\w-]*(?:[./][\w*-]+)+)(?: of (\S{1,15}))?(?: queue (\d+))?(?: in (?:net:\[(\d+)\]|namespace (\d+)))?$/;
/** Between sentences, and between parts of one: what stands there in Chinese. */
const SEAMS = [
  ['; ', '；'],
  ['. ', '。'],
] as const;
/** Of texts in texts: an agent that sends them by the hundred does not keep the server busy. */
const DEEPEST = 5;
const MOST_PARTS = 32;

/** Whether it is more than a part of one sentence. */
const isOfMany = (text: string): boolean => /[.:;] /.test(text);

/** What may stand in a hole, by its name. Undefined where the text is none of that. */
const READ: readonly (readonly [hole: RegExp, read: (text: string, say: Phrasebook) => string | undefined])[] = [
  [/^why/, (text, say) => say(text)],
  [/^list/, (text) => (isOfMany(text) ? undefined : text.replaceAll(', ', '、'))],
  [/^setting/, settingText],
  [/^any/, (text) => (isOfMany(text) ? undefined : text)],
  [/^n(?![a-z])/, (text) => (/^-?\d[\d.,]*$/.test(text) ? text : undefined)],
  [/^/, (text) => (/\s/.test(text) ? undefined : text)],
];

/**
 * Makes of phrases what puts a Chinese text together from them: of a whole text, of sentences one after the other, or of parts between
 * semicolons. A hole `{why}` holds another such text, `{list}` names with commas between, `{setting}` a setting as sentences name it,
 * `{n}` a number, `{any}` words that are the same in every language, and a hole of another name one such word.
 */
export function phrasebook(phrases: readonly Phrase[]): Phrasebook {
  const patterns = phrases.map(patternOf).toSorted((a, b) => b.size - a.size);
  const inWhole = (text: string, depth: number): string | undefined => first(patterns, text, depth, true)?.chinese;
  const say = (text: string, depth: number): string => {
    if (depth > DEEPEST || !/[a-z]{2}/.test(text) || HAN.test(text)) return text;
    const whole = inWhole(text, depth) ?? (text.endsWith('.') ? endOf(inWhole(text.slice(0, -1), depth)) : undefined);
    if (whole !== undefined) return whole;
    const begun = first(patterns, text, depth, false);
    if (begun !== undefined) return begun.chinese + say(text.slice(begun.length).trimStart(), depth);
    for (const [english, chinese] of SEAMS) {
      const parts = text.split(english);
      if (parts.length === 1 || parts.length > MOST_PARTS) continue;
      const told = parts.map((part) => say(part, depth + 1));
      if (told.some((part, at) => part !== parts[at]))
        return told.join(chinese).replace(/([\u4e00-\u9fff])\.$/, '$1。');
    }
    return text;
  };
  const first = (all: readonly Pattern[], text: string, depth: number, whole: boolean) => {
    for (const pattern of all) {
      const found = matched(pattern, text, whole);
      const chinese = found && filled(pattern.chinese, found.holes, (inner) => say(inner, depth + 1));
      if (found !== undefined && chinese !== undefined) return { chinese, length: found.length };
    }
    return undefined;
  };
  return (text) => say(text, 0);
}

const endOf = (text: string | undefined): string | undefined => text && `${text.replace(/[。.]$/, '')}。`;

function patternOf([english, chinese]: Phrase): Pattern {
  const [start = '', ...rest] = english.split(HOLE);
  const parts: Part[] = [];
  for (let at = 0; at < rest.length; at += 2) parts.push({ hole: rest[at] ?? '', text: rest[at + 1] ?? '' });
  return { start, parts, chinese, size: start.length + parts.reduce((sum, { text }) => sum + text.length, 0) };
}

/** What stands in the holes, by their names; undefined for another text. A text that is not `whole` has a sentence of this at its start. */
function matched({ start, parts }: Pattern, text: string, whole: boolean) {
  if (!text.startsWith(start)) return undefined;
  const holes = new Map<string, string>();
  let at = start.length;
  for (const [place, part] of parts.entries()) {
    const isLast = place === parts.length - 1;
    const end = endOfHole(text, isLast && !whole ? `${part.text} ` : part.text, { at, toEnd: isLast && whole });
    if (end === undefined || end <= at) return undefined;
    holes.set(part.hole, text.slice(at, end));
    at = end + part.text.length;
  }
  // A beginning ends where a sentence does: what follows is another one.
  if (whole ? at !== text.length : !(/[.?!:]$/.test(text.slice(0, at)) && text[at] === ' ')) return undefined;
  return { holes, length: at };
}

function endOfHole(text: string, after: string, { at, toEnd }: { readonly at: number; readonly toEnd: boolean }) {
  if (toEnd) return text.endsWith(after) ? text.length - after.length : undefined;
  const end = after === '' ? -1 : text.indexOf(after, at + 1);
  return end < 0 ? undefined : end;
}

function filled(chinese: string, holes: ReadonlyMap<string, string>, say: Phrasebook): string | undefined {
  let fits = true;
  const text = chinese.replace(/\{(\w+)\}/g, (hole, name: string, at: number) => {
    const given = holes.get(name) ?? '';
    const told = READ.find(([hole]) => hole.test(name))?.[1](given, say);
    if (told === undefined) fits = false;
    return spaced(told ?? '', { before: chinese[at - 1] ?? '', after: chinese[at + hole.length] ?? '' });
  });
  return fits ? text : undefined;
}

/** Latin letters and digits keep a space to Chinese ones. */
function spaced(text: string, { before, after }: { readonly before: string; readonly after: string }): string {
  const first = HAN.test(before) && /^[A-Za-z0-9]/.test(text) ? ' ' : '';
  const last = HAN.test(after) && /[A-Za-z0-9]$/.test(text) ? ' ' : '';
  return first + text + last;
}

/** `net.core.somaxconn`, `ethtool.rings.rx of eth0 queue 3 in net:[4026531840]`. */
function settingText(text: string): string | undefined {
  const [, name, device, queue, one, other] = SETTING.exec(text) ?? [];
  if (name === undefined) return undefined;
  const namespace = one ?? other;
  const where = [
    ...(namespace === undefined ? [] : [`命名空间 ${namespace} 中的 `]),
    ...(device === undefined ? [] : [`${device} 的 `]),
    ...(queue === undefined ? [] : [`队列 ${queue} 的 `]),
  ];
  return where.join('') + name;
}
