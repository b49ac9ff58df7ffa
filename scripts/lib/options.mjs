import { resolve } from 'node:path';
import { Trouble } from './say.mjs';

/**
 * What `npm start -- …` takes. Values are checked by the program that uses them; here is the one list that `--help`
 * prints and that says which options take a value.
 */
export const OPTIONS = [
  {
    flag: '--port',
    env: 'NETSTRATA_PORT',
    value: 'NUMBER',
    of: 'server',
    text: 'port of the page and the API; 0 picks a free one (default 3000)',
  },
  {
    flag: '--host',
    env: 'NETSTRATA_HOST',
    value: 'ADDRESS',
    of: 'server',
    text: 'address to listen on; only loopback until sign-in exists (default 127.0.0.1)',
  },
  {
    flag: '--data',
    env: 'NETSTRATA_DATA',
    value: 'FOLDER',
    of: 'server',
    text: 'folder of the history and the keys (default ./.netstrata)',
  },
  {
    flag: '--interval',
    env: 'NETSTRATA_INTERVAL',
    value: 'MILLISECONDS',
    of: 'agent',
    text: 'time between two samples (default 1000)',
  },
  {
    flag: '--cpu-budget',
    env: 'NETSTRATA_CPU_BUDGET',
    value: 'PERCENT',
    of: 'agent',
    text: 'of one core, that the agent may use (default 1)',
  },
  {
    flag: '--log-level',
    env: 'NETSTRATA_LOG_LEVEL',
    value: 'LEVEL',
    of: 'both',
    text: 'debug, info, warn or error (default warn)',
  },
  { flag: '--no-agent', env: 'NETSTRATA_NO_AGENT', value: '', of: 'launcher', text: 'start the server alone' },
];

/**
 * @param {readonly string[]} argv
 * @returns {{ help: boolean, values: Map<string, string> }} given flags with their value ('' for a switch)
 */
export const parseOptions = (argv) => {
  /** @type {Map<string, string>} */
  const values = new Map();
  let help = false;
  for (let at = 0; at < argv.length; at++) {
    const [flag = '', inline] = splitOnce(argv[at] ?? '');
    if (flag === '--help' || flag === '-h') {
      help = true;
      continue;
    }
    const option = OPTIONS.find((known) => known.flag === flag);
    if (!option)
      throw new Trouble(
        `Unknown option ${argv[at]}: there are ${OPTIONS.map((known) => known.flag).join(', ')} and --help.`,
        2,
      );
    if (option.value === '') values.set(flag, '');
    else {
      const value = inline ?? argv[++at];
      if (value === undefined) throw new Trouble(`${flag} needs a value: ${option.text}.`, 2);
      values.set(flag, value);
    }
  }
  return { help, values };
};

/** @param {string} word @returns {[string, string | undefined]} */
const splitOnce = (word) => {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
};

/**
 * The flags to hand on to one program; its environment reaches it by itself.
 * @param {Map<string, string>} values
 * @param {'server' | 'agent'} program
 */
export const flagsOf = (values, program) =>
  OPTIONS.filter((option) => values.has(option.flag) && (option.of === program || option.of === 'both')).flatMap(
    (option) => [option.flag, values.get(option.flag) ?? ''],
  );

export const helpText = () => {
  const rows = OPTIONS.map((option) => [`${option.flag} ${option.value}`.trim(), `${option.text}; or ${option.env}`]);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return ['npm start -- [options]', '', ...rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`)].join(
    '\n',
  );
};

/** The folder of history and keys, absolute. @param {Map<string, string>} values */
export const dataFolder = (values) => resolve(values.get('--data') ?? process.env['NETSTRATA_DATA'] ?? '.netstrata');
