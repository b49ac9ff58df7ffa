import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type OidcConfig, readOidc } from './oidcConfig.ts';
import { StartError } from './StartError.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  /** 0 picks a free one. */
  readonly port: number;
  /** An address, never a name. */
  readonly host: string;
  /** Absolute path. */
  readonly dataFolder: string;
  /** Sampling interval to assume of a host whose agent has not said its own. */
  readonly intervalMs: number;
  readonly logLevel: LogLevel;
  /** Pages built on demand, with hot reload. */
  readonly dev: boolean;
  /** False serves agents and the API alone. */
  readonly pages: boolean;
  /** A token with the role admin that is not kept anywhere; only from the environment, where no list of processes shows it. */
  readonly adminToken: string | undefined;
  /** An identity provider that people may come from. */
  readonly oidc: OidcConfig | undefined;
  /** Where people find the server, when that is not where it listens. */
  readonly publicUrl: URL | undefined;
  /** Proxies in front of the server whose X-Forwarded-For counts. */
  readonly trustProxy: number;
  /** Connections, requests and live connections that one address may have open, of each so many. */
  readonly maxPerAddress: number;
  /** Files of a certificate and its key: the server speaks HTTPS itself. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Which host is `self` when several agents share this machine's boot id. */
  readonly selfId: string | undefined;
}

const OPTIONS = {
  port: {
    env: 'NETSTRATA_PORT',
    value: 'NUMBER',
    text: 'port of the page and the API; 0 picks a free one',
    or: '3000',
  },
  host: {
    env: 'NETSTRATA_HOST',
    value: 'ADDRESS',
    text: 'address to listen on; 0.0.0.0 or :: for all of this machine',
    or: '127.0.0.1',
  },
  data: { env: 'NETSTRATA_DATA', value: 'FOLDER', text: 'folder of the history and the keys', or: './.netstrata' },
  interval: {
    env: 'NETSTRATA_INTERVAL',
    value: 'MILLISECONDS',
    text: 'time between two samples, until an agent says its own',
    or: '1000',
  },
  'log-level': { env: 'NETSTRATA_LOG_LEVEL', value: 'LEVEL', text: LOG_LEVELS.join(', '), or: 'info' },
  'tls-cert': { env: 'NETSTRATA_TLS_CERT', value: 'FILE', text: 'certificate (PEM), to speak HTTPS', or: '' },
  'tls-key': { env: 'NETSTRATA_TLS_KEY', value: 'FILE', text: 'its key (PEM)', or: '' },
  'public-url': {
    env: 'NETSTRATA_PUBLIC_URL',
    value: 'URL',
    text: 'where people find the server, when a name or a proxy stands before it',
    or: '',
  },
  'trust-proxy': {
    env: 'NETSTRATA_TRUST_PROXY',
    value: 'NUMBER',
    text: 'proxies in front whose X-Forwarded-For counts',
    or: '0',
  },
  'max-per-address': {
    env: 'NETSTRATA_MAX_PER_ADDRESS',
    value: 'NUMBER',
    text: 'connections that one address may have open',
    or: '500',
  },
  'self-id': {
    env: 'NETSTRATA_SELF_ID',
    value: 'HOST',
    text: 'id of the host that is `self`, where several agents run on this machine',
    or: '',
  },
} as const;
type OptionName = keyof typeof OPTIONS;
const NAMES = Object.keys(OPTIONS) as OptionName[];

type Environment = Readonly<Record<string, string | undefined>>;

/** What `--help` prints. */
export function helpText(): string {
  const rows = NAMES.map((name) => {
    const { env, value, text, or } = OPTIONS[name];
    return [`--${name} ${value}`, `${text}${or === '' ? '' : ` (default ${or})`}; or ${env}`] as const;
  });
  const all = [
    ...rows,
    ['--dev', 'build pages on demand, with hot reload'],
    ['--no-pages', 'serve agents and the API alone'],
    ['--help', 'this text'],
    ['', 'NETSTRATA_ADMIN_TOKEN: a token of the API with the role admin, at least 20 characters; environment only'],
    [
      '',
      'NETSTRATA_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and more: sign-in by an identity provider; docs/sign-in.md',
    ],
  ] as const;
  const width = Math.max(...all.map(([left]) => left.length));
  const lines = all.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
  return ['node apps/web/server/main.ts [options]', '', ...lines].join('\n');
}

/**
 * Flags win over the environment, which wins over the defaults; an empty variable counts as unset.
 * @throws StartError (exit code 2) that names the bad value and what is allowed
 */
export function readConfig(argv: readonly string[], env: Environment): Config | 'help' {
  const flags = parseFlags(argv);
  if (flags.help === true) return 'help';
  const given = (name: OptionName): Given => {
    const flag = flags[name];
    if (typeof flag === 'string') return { text: flag, from: `--${name}` };
    const variable = env[OPTIONS[name].env];
    return variable ? { text: variable, from: OPTIONS[name].env } : { text: OPTIONS[name].or, from: `--${name}` };
  };
  return {
    port: integer(given('port'), 0, 65_535),
    host: address(given('host')),
    dataFolder: folder(given('data')),
    intervalMs: integer(given('interval'), 100, 60_000),
    logLevel: level(given('log-level')),
    dev: flags.dev === true,
    pages: flags['no-pages'] !== true,
    selfId: hostId(given('self-id')),
    adminToken: secret('NETSTRATA_ADMIN_TOKEN', env),
    oidc: readOidc(env),
    publicUrl: origin(given('public-url')),
    trustProxy: integer(given('trust-proxy'), 0, 10),
    maxPerAddress: integer(given('max-per-address'), 10, 2000),
    tls: tlsFiles(given('tls-cert'), given('tls-key')),
  };
}

interface Given {
  readonly text: string;
  /** The flag or variable to name when the value is bad. */
  readonly from: string;
}

function parseFlags(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    port: text,
    host: text,
    data: text,
    interval: text,
    'log-level': text,
    'tls-cert': text,
    'tls-key': text,
    'public-url': text,
    'trust-proxy': text,
    'max-per-address': text,
    'self-id': text,
    dev: { type: 'boolean' },
    'no-pages': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const said = error instanceof Error ? error.message.split(/\.\s/)[0] : String(error);
    throw new StartError(
      `${said}: there are ${NAMES.map((name) => `--${name}`).join(', ')}, --dev, --no-pages and --help.`,
      2,
    );
  }
}

function integer({ text, from }: Given, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new StartError(`${from} must be a whole number from ${min} to ${max}, not "${text}".`, 2);
}

function address({ text, from }: Given): string {
  const given = text === 'localhost' ? '127.0.0.1' : text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(given) !== 0) return given;
  throw new StartError(
    `${from} must be an address of this machine (127.0.0.1, ::1, localhost, or 0.0.0.0 for all of them), not "${text}".`,
    2,
  );
}

function origin({ text, from }: Given): URL | undefined {
  if (text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && url.href === `${url.origin}/` && /^https?:$/.test(url.protocol);
  if (isPlain) return url;
  throw new StartError(`${from} must be like https://netstrata.example.org, with no path, not "${text}".`, 2);
}

function tlsFiles(cert: Given, key: Given): Config['tls'] {
  if (cert.text === '' && key.text === '') return undefined;
  if (cert.text !== '' && key.text !== '') return { certFile: resolve(cert.text), keyFile: resolve(key.text) };
  const [there, missing] = cert.text === '' ? [key, '--tls-cert'] : [cert, '--tls-key'];
  throw new StartError(`${there.from} needs ${missing} too: a certificate and its key belong together.`, 2);
}

function folder({ text, from }: Given): string {
  if (text === '' || text.includes('\0')) throw new StartError(`${from} must be the path of a folder.`, 2);
  return resolve(text);
}

function level({ text, from }: Given): LogLevel {
  const found = LOG_LEVELS.find((known) => known === text);
  if (found !== undefined) return found;
  throw new StartError(`${from} must be one of ${LOG_LEVELS.join(', ')}, not "${text}".`, 2);
}

const SHORTEST_TOKEN = 20;

function secret(name: string, env: Environment): string | undefined {
  const value = env[name] || undefined;
  if (value === undefined || (value.length >= SHORTEST_TOKEN && /^[\x21-\x7e]{1,512}$/.test(value))) return value;
  throw new StartError(
    `${name} must have at least ${SHORTEST_TOKEN} characters, none of them a space: \`openssl rand -hex 32\` makes one.`,
    2,
  );
}

function hostId({ text, from }: Given): string | undefined {
  if (text === '') return undefined;
  if (/^[a-z0-9][a-z0-9-]{7,63}$/.test(text)) return text;
  throw new StartError(`${from} must be a host id (8 to 64 lower-case letters, digits or "-"), not "${text}".`, 2);
}
