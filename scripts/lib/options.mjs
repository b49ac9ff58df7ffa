import { join, resolve } from 'node:path';
import { address, confFile, file, folder, number, oneOf, origin, wholeNumber, YES, yesOrNo } from './checks.mjs';
import { ROOT } from './root.mjs';
import { Trouble } from './say.mjs';

/**
 * What `npm start -- …` takes: the one list that `--help` prints. Values are checked here, before anything is installed,
 * built or started, as strictly as by the programs that use them.
 */
export const OPTIONS = /** @type {const} */ ([
  {
    flag: '--port',
    env: 'NETSTRATA_PORT',
    value: 'NUMBER',
    of: 'server',
    check: wholeNumber(0, 65_535),
    text: 'port of the page and the API; 0 picks a free one (default 3000)',
  },
  {
    flag: '--host',
    env: 'NETSTRATA_HOST',
    value: 'ADDRESS',
    of: 'server',
    check: address,
    text: 'address to listen on; 0.0.0.0 or :: for all of this machine (default 127.0.0.1)',
  },
  {
    flag: '--tls-cert',
    env: 'NETSTRATA_TLS_CERT',
    value: 'FILE',
    of: 'server',
    check: file,
    text: 'certificate, PEM: with --tls-key the server speaks HTTPS',
  },
  {
    flag: '--tls-key',
    env: 'NETSTRATA_TLS_KEY',
    value: 'FILE',
    of: 'server',
    check: file,
    text: 'its key, PEM',
  },
  {
    flag: '--public-url',
    env: 'NETSTRATA_PUBLIC_URL',
    value: 'URL',
    of: 'server',
    check: origin,
    text: 'where people find the server, when a name or a proxy stands before it',
  },
  {
    flag: '--trust-proxy',
    env: 'NETSTRATA_TRUST_PROXY',
    value: 'NUMBER',
    of: 'server',
    check: wholeNumber(0, 10),
    text: 'proxies in front whose X-Forwarded-For counts, 0 to 10 (default 0)',
  },
  {
    flag: '--max-per-address',
    env: 'NETSTRATA_MAX_PER_ADDRESS',
    value: 'NUMBER',
    of: 'server',
    check: wholeNumber(10, 2000),
    text: 'connections that one address may have open, 10 to 2000 (default 500)',
  },
  {
    flag: '--data',
    env: 'NETSTRATA_DATA',
    value: 'FOLDER',
    of: 'launcher',
    check: folder,
    text: 'folder of the history and the keys (default ./.netstrata)',
  },
  {
    flag: '--interval',
    env: 'NETSTRATA_INTERVAL',
    value: 'MILLISECONDS',
    of: 'both',
    check: wholeNumber(200, 60_000),
    text: 'time between two samples, 200 to 60000 (default 1000)',
  },
  {
    flag: '--cpu-budget',
    env: 'NETSTRATA_CPU_BUDGET',
    value: 'PERCENT',
    of: 'agent',
    check: number(0.1, 100),
    text: 'of one core, that the agent may use, 0.1 to 100 (default 1)',
  },
  {
    flag: '--log-level',
    env: 'NETSTRATA_LOG_LEVEL',
    value: 'LEVEL',
    of: 'both',
    check: oneOf(['debug', 'info', 'warn', 'error']),
    text: 'debug, info, warn or error (default warn)',
  },
  {
    flag: '--no-agent',
    env: 'NETSTRATA_NO_AGENT',
    value: '',
    of: 'launcher',
    check: yesOrNo,
    text: 'start the server alone',
  },
  {
    flag: '--no-apply',
    env: 'NETSTRATA_NO_APPLY',
    value: '',
    of: 'launcher',
    check: yesOrNo,
    text: 'an agent that changes nothing on this machine; without it, one that root starts may',
  },
  {
    flag: '--sysctl-file',
    env: 'NETSTRATA_SYSCTL_FILE',
    value: 'FILE',
    of: 'agent',
    check: confFile,
    text: 'where kept changes are set for the next boot (default /etc/sysctl.d/90-netstrata.conf)',
  },
]);

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */
/**
 * @typedef {object} Option
 * @property {string} flag
 * @property {string} env
 * @property {string} value empty for a switch
 * @property {'server' | 'agent' | 'both' | 'launcher'} of which program it is handed on to
 * @property {import('./checks.mjs').Check} check
 * @property {string} text
 * @property {string} [because] why other values are refused
 * @property {boolean} [secret] not to be repeated
 * @property {boolean} [many] given several times, it has all of the values, with commas between
 */

/**
 * @param {readonly string[]} argv
 * @param {Environment} env an empty variable counts as unset
 * @param {readonly Option[]} options
 * @returns {{ help: boolean, values: Map<string, string> }} by flag, from the flag or else its variable ('' for a switch)
 * @throws {Trouble} with exit code 2, that names the bad value and what is allowed
 */
export const parseOptions = (argv, env, options = OPTIONS) => {
  const given = flagsIn(argv, options);
  if (given.has('--help')) return { help: true, values: new Map() };
  /** @type {Map<string, string>} */
  const values = new Map();
  for (const option of options) {
    const { flag, env: variable, check, because = '', secret = false } = option;
    const isSwitch = option.value === '';
    if (isSwitch && given.has(flag)) values.set(flag, '');
    else {
      const text = given.get(flag) ?? (env[variable] || undefined);
      if (text === undefined) continue;
      const must = check(text);
      const instead = secret ? '' : `, not "${text}"`;
      if (must) throw new Trouble(`${given.has(flag) ? flag : variable} must be ${must}${instead}${because}.`, 2);
      if (!isSwitch) values.set(flag, text);
      else if (YES.includes(text)) values.set(flag, '');
    }
  }
  return { help: false, values };
};

/** @param {readonly string[]} argv @param {readonly Option[]} options @returns {Map<string, string>} */
const flagsIn = (argv, options) => {
  /** @type {Map<string, string>} */
  const given = new Map();
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const [flag, inline] = splitOnce(word);
    if (word === '--help' || word === '-h') {
      given.set('--help', '');
      continue;
    }
    const option = options.find((known) => known.flag === flag);
    if (!option) throw unknown(word, options);
    if (option.value === '') {
      if (inline !== undefined) throw new Trouble(`${flag} takes no value.`, 2);
      given.set(flag, '');
    } else {
      const value = inline ?? argv[++at];
      if (value === undefined) throw new Trouble(`${flag} needs a value: ${option.text}.`, 2);
      const before = option.many ? given.get(flag) : undefined;
      given.set(flag, before === undefined ? value : `${before},${value}`);
    }
  }
  return given;
};

/** npm keeps flags for itself that do not follow two dashes, and hands on only their values. @param {string} word @param {readonly Option[]} options */
const unknown = (word, options) =>
  new Trouble(
    word.startsWith('-')
      ? `Unknown option ${word}: there are ${options.map(({ flag }) => flag).join(', ')} and --help.`
      : `Unknown word "${word}": options follow two dashes, as in \`npm start -- --port 8080\`.`,
    2,
  );

/** @param {string} word @returns {[string, string | undefined]} */
const splitOnce = (word) => {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
};

/**
 * The flags to hand on to one program.
 * @param {Map<string, string>} values
 * @param {'server' | 'agent'} program
 * @param {readonly Option[]} options
 * @returns {string[]}
 */
export const flagsOf = (values, program, options = OPTIONS) =>
  options
    .filter(({ flag, of }) => values.has(flag) && (of === program || of === 'both'))
    .flatMap(({ flag }) => [flag, ...(values.get(flag) ? [values.get(flag) ?? ''] : [])]);

/** @param {string} [command] what the options follow @param {readonly Option[]} options */
export const helpText = (command = 'npm start', options = OPTIONS) => {
  const rows = [
    ...options.map(({ flag, value, text, env }) => [`${flag} ${value}`.trim(), `${text}; or ${env}`]),
    ['--help', 'print this'],
  ];
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const lines = rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`);
  return [`${command} -- [options]`, '', ...lines].join('\n');
};

/** The folder of history and keys, absolute. @param {Map<string, string>} values @param {string} [usual] its name beside the code */
export const dataFolder = (values, usual = '.netstrata') => {
  const given = values.get('--data');
  return given === undefined ? join(ROOT, usual) : resolve(given);
};
