import { cpuMaskText, highestCpu, parseCpuMask } from './cpuMask.ts';
import { type PortRange, parsePortList, portListText } from './portList.ts';
import type { Tunable, TunableShape } from './types.ts';

export type TunableErrorCode =
  | 'empty'
  | 'too-long'
  | 'bad-character'
  | 'not-a-number'
  | 'wrong-count'
  | 'too-small'
  | 'too-large'
  | 'not-ascending'
  | 'not-a-power'
  | 'not-a-mask'
  | 'unknown-choice';

export interface TunableError {
  readonly code: TunableErrorCode;
  /** One sentence with the name and what was wrong. */
  readonly message: string;
  /** What would be right, in words: `a whole number from 2304 to 2147483647`. */
  readonly allowed: string;
}

/**
 * `text` is the value as the kernel prints it and as it is written: single spaces between numbers. `numbers` are exact up
 * to 2^53; of the few limits that may be larger (fs.file-max) only `text` is.
 */
export type TunableParse =
  | { readonly ok: true; readonly numbers: readonly number[]; readonly text: string }
  | { readonly ok: true; readonly choice: string; readonly text: string }
  | { readonly ok: true; readonly ports: readonly PortRange[]; readonly text: string }
  | { readonly ok: true; readonly cpus: bigint; readonly text: string }
  | { readonly ok: false; readonly error: TunableError };

/** What the running machine allows beyond the catalogue. */
export interface ShapeLimits {
  /** The largest number that the device takes. */
  readonly max?: number | undefined;
  /** How many CPUs the machine has room for: a mask may name no other. */
  readonly cpus?: number | undefined;
}

/** Longer than any value of a tunable: three 20-digit numbers, a hundred ranges of ports, or a mask of 8,192 CPUs. */
const MAX_LENGTH = { numbers: 128, ports: 1200, cpus: 2400 } as const;
/** Ends of a line as the kernel prints it, and the separators between numbers. */
const EDGES = /^[ \t]+|[ \t]*\n?$/g;
const SEPARATORS = /[ \t]+/;
/**
 * Plain digits and nothing else. The kernel would read 010 as octal and 0x10 as hexadecimal, so leading zeros are refused
 * like signs, exponents and digits of other scripts.
 */
const DECIMAL = /^(0|[1-9][0-9]*)$/;
/** Names of congestion controls and queueing disciplines; the kernel stores 15 characters of each. */
const CHOICE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,14}$/;

/**
 * Checks a value against a tunable's shape and bounds. Never throws and never guesses: what is not plainly right is
 * refused with what is allowed. `offered` are the names the running kernel lists, for tunables that take one of them;
 * without it any well-formed name passes and the kernel decides. `limits` are those of the machine, where they are known.
 */
export function parseTunable(
  tunable: Pick<Tunable, 'name' | 'shape'>,
  text: string,
  offered?: readonly string[],
  limits: ShapeLimits = {},
): TunableParse {
  const refuse = (code: TunableErrorCode, reason: string): TunableParse => ({
    ok: false,
    error: { code, message: `${tunable.name}: ${reason}`, allowed: describeShape(tunable, offered, limits) },
  });
  const { shape } = tunable;
  if (text.length > MAX_LENGTH[shape.kind === 'ports' || shape.kind === 'cpus' ? shape.kind : 'numbers'])
    return refuse('too-long', `a value of ${text.length} characters is too long`);
  const trimmed = text.replace(EDGES, '');
  if (trimmed === '' && shape.kind !== 'ports') return refuse('empty', 'no value was given');
  if (/[^\x20-\x7e\t]/.test(trimmed)) return refuse('bad-character', 'only printable ASCII characters are allowed');
  if (shape.kind === 'ports') {
    const ports = parsePortList(trimmed);
    if (ports === undefined) return refuse('not-a-number', 'that is no list of ports');
    return { ok: true, ports, text: portListText(ports) };
  }
  if (shape.kind === 'cpus') return parseCpus(trimmed, limits, refuse);
  if (shape.kind === 'choice') {
    const choices = offered ?? (shape.values === 'kernel-list' ? undefined : shape.values);
    const known = CHOICE.test(trimmed) && (choices === undefined || choices.includes(trimmed));
    return known
      ? { ok: true, choice: trimmed, text: trimmed }
      : refuse('unknown-choice', `"${trimmed}" is not a known name`);
  }
  return parseNumbers(within(shape, limits), trimmed.split(SEPARATORS), refuse);
}

type Numbers = Exclude<TunableShape, { readonly kind: 'choice' | 'ports' | 'cpus' }>;
type Refuse = (code: TunableErrorCode, reason: string) => TunableParse;

function within<S extends Numbers>(shape: S, { max = shape.max }: ShapeLimits): S {
  return { ...shape, max: Math.min(shape.max, max) };
}

function parseCpus(text: string, { cpus }: ShapeLimits, refuse: Refuse): TunableParse {
  const mask = parseCpuMask(text);
  if (mask === undefined) return refuse('not-a-mask', 'that is no mask of CPUs');
  const highest = highestCpu(mask) ?? 0;
  if (cpus !== undefined && highest >= cpus) return refuse('too-large', `this machine has no CPU ${highest}`);
  return { ok: true, cpus: mask, text: cpuMaskText(mask, cpus) };
}

function parseNumbers(shape: Numbers, words: readonly string[], refuse: Refuse): TunableParse {
  const wanted = COUNTS[shape.kind];
  const odd = words.find((word) => !DECIMAL.test(word));
  if (odd !== undefined) return refuse('not-a-number', `"${odd}" is not a plain decimal number`);
  if (words.length !== wanted) return refuse('wrong-count', `${words.length} numbers were given, ${wanted} are needed`);
  const numbers = words.map(Number);
  for (const [at, value] of numbers.entries()) {
    if (value < shape.min) return refuse('too-small', `${words[at]} is below ${shape.min}`);
    if (value > shape.max) return refuse('too-large', `${words[at]} is above ${shape.max}`);
  }
  if (shape.kind === 'integer' && shape.powerOfTwo && !isPower(numbers[0] ?? 0))
    return refuse('not-a-power', `${words[0]} is no power of two`);
  const ascending = shape.kind === 'pair' || (shape.kind === 'triple' && shape.ascending);
  const falling = numbers.some((value, at) => value < (numbers[at - 1] ?? value));
  if (ascending && falling)
    return refuse('not-ascending', `${words.join(' ')} goes down; each number must reach the one before`);
  return { ok: true, numbers, text: words.join(' ') };
}

/** 0 counts: it is off. */
const isPower = (value: number): boolean => value === 0 || Number.isInteger(Math.log2(value));

const COUNTS = { integer: 1, pair: 2, triple: 3 } as const;
const COUNT_WORDS = { integer: 'a whole number', pair: 'two whole numbers', triple: 'three whole numbers' } as const;

/** What a tunable accepts, in words: for a form's hint and for refusals. */
export function describeShape(
  { shape }: Pick<Tunable, 'shape'>,
  offered?: readonly string[],
  limits: ShapeLimits = {},
): string {
  if (shape.kind === 'ports') return 'ports and ranges of ports, as 8080,9148-9150, or nothing';
  if (shape.kind === 'cpus')
    return `a mask of CPUs in hexadecimal, as ff or 00000001,ffffffff${limits.cpus === undefined ? '' : `, of the first ${limits.cpus} CPUs`}`;
  if (shape.kind === 'choice') {
    const choices = offered ?? (shape.values === 'kernel-list' ? [] : shape.values);
    return choices.length === 0 ? 'a name that the running kernel offers' : `one of ${choices.join(', ')}`;
  }
  const ascending = shape.kind === 'pair' || (shape.kind === 'triple' && shape.ascending);
  const power = shape.kind === 'integer' && shape.powerOfTwo;
  const rest = `${ascending ? ', none below the one before' : ''}${power ? ', 0 or a power of two' : ''}`;
  return `${COUNT_WORDS[shape.kind]} from ${shape.min} to ${within(shape, limits).max}${rest}`;
}
