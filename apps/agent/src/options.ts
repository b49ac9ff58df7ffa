import { parseJoinToken } from '@netstrata/protocol/handshake';
import { LOG_LEVELS, type LogLevel } from './log.ts';

export interface AgentOptions {
  readonly server: string;
  /** Undefined when none was named. */
  readonly tokenFile: string | undefined;
  /** Lets the agent join a server elsewhere; checked. */
  readonly token: string | undefined;
  /** File with the certificate of the authority that the server's own is from. */
  readonly caFile: string | undefined;
  readonly dataDir: string;
  readonly intervalMs: number;
  readonly logLevel: LogLevel;
  /** Percent of one core. */
  readonly cpuBudgetPercent: number;
  /** What this host is to be sorted by from the moment it joins. */
  readonly tags: readonly string[];
  /** Replaces the host id made from the machine id. */
  readonly hostId: string | undefined;
  /** Whether it may change anything on this host at all. */
  readonly allowApply: boolean;
  /** The file that sets what was kept when the machine starts. */
  readonly sysctlFile: string;
}

/** What was asked for instead of running. */
type Instead = 'help' | 'warm-cache';

/** A value that is not allowed; the message names it and what is. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

interface OptionSpec {
  readonly flag: string;
  readonly env: string;
  readonly value: string;
  readonly text: string;
  /** Given several times, it has all of the values. */
  readonly many?: true;
}

const SPECS = {
  server: {
    flag: '--server',
    env: 'NETSTRATA_SERVER',
    value: 'URL',
    text: 'address of the server (default http://127.0.0.1:3000)',
  },
  tokenFile: {
    flag: '--token-file',
    env: 'NETSTRATA_TOKEN_FILE',
    value: 'FILE',
    text: 'file with the token that the server made (default agent.token in the data folder)',
  },
  token: {
    flag: '--token',
    env: 'NETSTRATA_TOKEN',
    value: 'TOKEN',
    text: 'lets this machine join a server elsewhere, once: made on its page',
  },
  tag: {
    flag: '--tag',
    env: 'NETSTRATA_TAGS',
    value: 'NAME',
    text: 'tag of this host at its server, as often as you like: those it is started with take the place of those it brought before; tags that people set stay',
    many: true,
  },
  ca: {
    flag: '--ca',
    env: 'NETSTRATA_CA',
    value: 'FILE',
    text: 'certificate of the authority that the server’s is from, when it is a private one',
  },
  data: {
    flag: '--data',
    env: 'NETSTRATA_DATA',
    value: 'FOLDER',
    text: 'folder of what the agent keeps (default ./.netstrata)',
  },
  interval: {
    flag: '--interval',
    env: 'NETSTRATA_INTERVAL',
    value: 'MILLISECONDS',
    text: 'time between two samples (default 1000)',
  },
  logLevel: {
    flag: '--log-level',
    env: 'NETSTRATA_LOG_LEVEL',
    value: 'LEVEL',
    text: `${LOG_LEVELS.join(', ')} (default info)`,
  },
  cpuBudget: {
    flag: '--cpu-budget',
    env: 'NETSTRATA_CPU_BUDGET',
    value: 'PERCENT',
    text: 'of one core, that the agent may use (default 1)',
  },
  allowApply: {
    flag: '--allow-apply',
    env: 'NETSTRATA_ALLOW_APPLY',
    value: '',
    text: 'let people with the role for it change settings of this machine from the page',
  },
  sysctlFile: {
    flag: '--sysctl-file',
    env: 'NETSTRATA_SYSCTL_FILE',
    value: 'FILE',
    text: 'where kept changes are set for the next boot (default /etc/sysctl.d/90-netstrata.conf)',
  },
} as const satisfies Record<string, OptionSpec>;
type OptionName = keyof typeof SPECS;
const NAMES = Object.keys(SPECS) as OptionName[];

/** What a person gave for an option, and where, for the sentence that refuses it. */
interface Given {
  readonly text: string;
  readonly from: string;
}

const INTERVAL_MS = { least: 200, most: 60_000 };
const CPU_BUDGET = { least: 0.1, most: 100 };
const YES = ['1', 'true', 'yes'];
const NO = ['0', 'false', 'no'];
const TAG = /^[a-z0-9-]{1,30}$/;
const MOST_TAGS = 10;
const HOST_ID = /^[a-z0-9][a-z0-9-]{7,63}$/;

/** Flags win over the environment. `help` or `warm-cache` when it was asked for; fails with an OptionError. */
export function parseOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): AgentOptions | Instead {
  const flags = flagsIn(argv);
  if (typeof flags === 'string') return flags;
  const given = (name: OptionName): Given | undefined => {
    const { flag, env: variable } = SPECS[name];
    const fromFlag = flags.get(name);
    if (fromFlag !== undefined) return { text: fromFlag, from: flag };
    const fromEnv = env[variable];
    return fromEnv === undefined || fromEnv === '' ? undefined : { text: fromEnv, from: variable };
  };
  const dataDir = notEmpty(given('data')) ?? '.netstrata';
  return {
    server: serverUrl(given('server')) ?? 'http://127.0.0.1:3000',
    ...proofIn(given('tokenFile'), given('token')),
    caFile: notEmpty(given('ca')),
    dataDir,
    intervalMs: numberWithin(given('interval'), { ...INTERVAL_MS, unit: 'milliseconds', whole: true }) ?? 1000,
    logLevel: logLevel(given('logLevel')) ?? 'info',
    cpuBudgetPercent:
      numberWithin(given('cpuBudget'), { ...CPU_BUDGET, unit: 'percent of one core', whole: false }) ?? 1,
    tags: tagsIn(given('tag')),
    hostId: hostId(env['NETSTRATA_HOST_ID']),
    allowApply: isOn(given('allowApply')),
    sysctlFile: confFile(given('sysctlFile')) ?? '/etc/sysctl.d/90-netstrata.conf',
  };
}

export function helpText(): string {
  const rows = NAMES.map((name) => SPECS[name]).map(
    ({ flag, value, text, env }) => [`${flag} ${value}`.trim(), `${text}; or ${env}`] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    'The agent of Netstrata: reads this machine’s network stack and streams it to the server.',
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    `  ${'--warm-cache'.padEnd(width)}  loads the agent's code and ends: the first agent to start after it needs less memory`,
    `  ${'--help'.padEnd(width)}  prints this`,
  ].join('\n');
}

function flagsIn(argv: readonly string[]): Map<OptionName, string> | Instead {
  const flags = new Map<OptionName, string>();
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--help' || word === '-h') return 'help';
    if (word === '--warm-cache') return 'warm-cache';
    const cut = word.indexOf('=');
    const flag = cut < 0 ? word : word.slice(0, cut);
    const name = NAMES.find((known) => SPECS[known].flag === flag);
    if (name === undefined)
      throw new OptionError(
        `Unknown option ${word}: there are ${NAMES.map((known) => SPECS[known].flag).join(', ')}, --warm-cache and --help.`,
      );
    if (SPECS[name].value === '') {
      if (cut >= 0) throw new OptionError(`${flag} takes no value.`);
      flags.set(name, 'yes');
      continue;
    }
    const value = cut < 0 ? argv[++at] : word.slice(cut + 1);
    if (value === undefined) throw new OptionError(`${flag} needs a value: ${SPECS[name].text}.`);
    const before = 'many' in SPECS[name] ? flags.get(name) : undefined;
    flags.set(name, before === undefined ? value : `${before},${value}`);
  }
  return flags;
}

function refuse({ text, from }: Given, allowed: string): OptionError {
  return new OptionError(`${from} is ${JSON.stringify(text)}: allowed is ${allowed}.`);
}

function notEmpty(given: Given | undefined): string | undefined {
  if (given?.text.trim() === '') throw refuse(given, 'a path');
  return given?.text;
}

function isOn(given: Given | undefined): boolean {
  if (given !== undefined && ![...YES, ...NO].includes(given.text)) throw refuse(given, [...YES, ...NO].join(', '));
  return given !== undefined && YES.includes(given.text);
}

/** Only names with this ending are read when a machine starts. */
function confFile(given: Given | undefined): string | undefined {
  if (given !== undefined && !/^\/[ -~]{0,300}[^/]\.conf$/.test(given.text))
    throw refuse(given, 'an absolute path that ends with .conf');
  return given?.text;
}

/** Between commas: so a variable has several. */
function tagsIn(given: Given | undefined): readonly string[] {
  if (given === undefined) return [];
  const tags = [...new Set(given.text.split(','))];
  if (tags.length > MOST_TAGS || !tags.every((tag) => TAG.test(tag)))
    throw refuse(given, `at most ${MOST_TAGS} tags, each of 1 to 30 lower-case letters, digits or "-"`);
  return tags.toSorted();
}

function proofIn(tokenFile: Given | undefined, token: Given | undefined): Pick<AgentOptions, 'token' | 'tokenFile'> {
  if (token !== undefined && parseJoinToken(token.text) === undefined)
    throw new OptionError(`${token.from} is no token: it begins with nsj_ and is made on the page of the server.`);
  if (tokenFile !== undefined && token !== undefined)
    throw new OptionError(`${tokenFile.from} is for the server's own machine and ${token.from} for another: give one.`);
  return { tokenFile: notEmpty(tokenFile), token: token?.text.trim() };
}

function serverUrl(given: Given | undefined): string | undefined {
  if (given === undefined) return undefined;
  const allowed = 'an address such as http://127.0.0.1:3000 or https://stack.example.org, without a path';
  const url = URL.canParse(given.text) ? new URL(given.text) : undefined;
  const plain =
    url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (!plain || !(url.protocol === 'http:' || url.protocol === 'https:')) throw refuse(given, allowed);
  return url.origin;
}

function numberWithin(
  given: Given | undefined,
  limits: { readonly least: number; readonly most: number; readonly unit: string; readonly whole: boolean },
): number | undefined {
  if (given === undefined) return undefined;
  const { least, most, unit, whole } = limits;
  const number = /^\d+(\.\d+)?$/.test(given.text) ? Number(given.text) : Number.NaN;
  if (!(number >= least && number <= most) || (whole && !Number.isInteger(number)))
    throw refuse(given, `a ${whole ? 'whole ' : ''}number from ${least} to ${most}, in ${unit}`);
  return number;
}

function logLevel(given: Given | undefined): LogLevel | undefined {
  if (given === undefined) return undefined;
  const level = LOG_LEVELS.find((known) => known === given.text);
  if (level === undefined) throw refuse(given, LOG_LEVELS.join(', '));
  return level;
}

function hostId(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!HOST_ID.test(text))
    throw refuse({ text, from: 'NETSTRATA_HOST_ID' }, '8 to 64 lower-case letters, digits or "-"');
  return text;
}
