import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions as agentOptions } from '../../apps/agent/src/options.ts';
import { readConfig } from '../../apps/web/server/start/config.ts';
import { AGENT_OPTIONS } from './agentOptions.mjs';
import { dataFolder, flagsOf, helpText, OPTIONS, parseOptions } from './options.mjs';
import { Trouble } from './say.mjs';

const refusal = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Trouble => {
  try {
    parseOptions(argv, env);
  } catch (error) {
    if (error instanceof Trouble) return error;
    throw error;
  }
  throw new Error(`${argv.join(' ')} was accepted`);
};

describe('parseOptions', () => {
  it('takes flags before variables, and an empty variable as unset', () => {
    const env = { NETSTRATA_PORT: '8080', NETSTRATA_HOST: '', NETSTRATA_INTERVAL: '500', NETSTRATA_NO_AGENT: 'yes' };
    const { help, values } = parseOptions(['--interval=2000', '--log-level', 'info'], env);
    expect(help).toBe(false);
    expect(Object.fromEntries(values)).toEqual({
      '--port': '8080',
      '--interval': '2000',
      '--log-level': 'info',
      '--no-agent': '',
    });
    expect(flagsOf(values, 'server')).toEqual(['--port', '8080', '--interval', '2000', '--log-level', 'info']);
    expect(flagsOf(values, 'agent')).toEqual(['--interval', '2000', '--log-level', 'info']);
    expect([...parseOptions([], { NETSTRATA_NO_AGENT: 'false' }).values]).toEqual([]);
  });

  it.each([
    [
      ['--frob'],
      'Unknown option --frob: there are --port, --host, --tls-cert, --tls-key, --public-url, --trust-proxy, --max-per-address, --data, --interval, --cpu-budget, --log-level, --no-agent, --no-apply, --sysctl-file and --help.',
    ],
    [['8080'], 'Unknown word "8080": options follow two dashes, as in `npm start -- --port 8080`.'],
    [['--port'], '--port needs a value: port of the page and the API; 0 picks a free one (default 3000).'],
    [['--no-agent=1'], '--no-agent takes no value.'],
    [['--data', ' '], '--data must be the path of a folder, not " ".'],
    [['--port='], '--port must be a whole number from 0 to 65535, not "".'],
  ])('says what is wrong with %s', (argv, message) => {
    expect(refusal(argv)).toMatchObject({ exitCode: 2, message });
  });

  it('names the variable when the value came from one', () => {
    expect(refusal([], { NETSTRATA_NO_AGENT: 'maybe' }).message).toBe(
      'NETSTRATA_NO_AGENT must be one of 1, true, yes, 0, false, no, not "maybe".',
    );
  });

  it('gives help whatever else is wrong with values', () => {
    expect(parseOptions(['--port', 'x', '--help'], {}).help).toBe(true);
    for (const { flag, env } of OPTIONS) {
      expect(helpText()).toContain(flag);
      expect(helpText()).toContain(env);
    }
  });
});

describe('what the launcher accepts, its programs accept, and what it refuses one of them would', () => {
  const accepts = (read: () => unknown): boolean => {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  };
  it.each([
    ['--port', ['0', '1', '3000', '65535'], ['65536', '-1', '1e3', '3000.5', 'http', '0x10', ' 80']],
    [
      '--host',
      ['127.0.0.1', '127.1.2.3', '::1', '[::1]', 'localhost', '0.0.0.0', '::', '10.0.0.1'],
      ['127.1', 'example.org', '10.0.0.1:80', ''],
    ],
    [
      '--public-url',
      ['https://netstrata.example.org', 'http://10.0.0.1:3000', 'https://example.org/'],
      [
        'example.org',
        'https://example.org/path',
        'ftp://example.org',
        'https://a:b@example.org',
        'https://example.org/?x',
      ],
    ],
    ['--trust-proxy', ['0', '1', '10'], ['11', '-1', 'yes', '']],
    ['--max-per-address', ['10', '500', '2000'], ['9', '2001', '-1', '']],
    ['--data', ['.', '/var/lib/netstrata', 'a b'], ['', 'a\0b']],
    ['--interval', ['200', '1000', '60000'], ['199', '60001', '0', '1000.5', 'soon', '']],
    ['--cpu-budget', ['0.1', '1', '2.5', '100'], ['0', '0.09', '101', '-1', '1 %', 'lots', '']],
    ['--log-level', ['debug', 'info', 'warn', 'error'], ['loud', 'INFO', 'trace', '']],
    ['--sysctl-file', ['/etc/sysctl.d/9.conf', '/a b.conf'], ['9.conf', '/etc/x', '/etc/.conf', '/ää.conf', '']],
  ])('%s', (flag, good, bad) => {
    const [known] = OPTIONS.filter((option) => option.flag === flag);
    const programs = (text: string): boolean =>
      (known?.of === 'agent' || accepts(() => readConfig([`${flag}=${text}`], {}))) &&
      (known?.of === 'server' || accepts(() => agentOptions([`${flag}=${text}`], {})));
    for (const text of good)
      expect([text, accepts(() => parseOptions([flag, text], {})), programs(text)]).toEqual([text, true, true]);
    for (const text of bad)
      expect([text, accepts(() => parseOptions([flag, text], {})), programs(text)]).toEqual([text, false, false]);
  });
});

it('keeps history beside the code, unless told where', () => {
  expect(dataFolder(new Map())).toBe(resolve(import.meta.dirname, '..', '..', '.netstrata'));
  expect(dataFolder(new Map([['--data', '/srv/n']]))).toBe('/srv/n');
  expect(dataFolder(new Map([['--data', 'n']]))).toBe(resolve('n'));
});

describe('what an agent elsewhere is started with', () => {
  const TOKEN = `nsj_${'a'.repeat(12)}_${'b'.repeat(40)}_${'c'.repeat(32)}`;
  const parse = (argv: readonly string[]) => parseOptions(argv, {}, AGENT_OPTIONS);

  it('goes to the agent, but the token, which others could read there', () => {
    const tags = ['--tag', 'web', '--tag=eu-1'];
    const { values } = parse([
      '--server',
      'https://a.example',
      ...tags,
      '--token',
      TOKEN,
      '--allow-apply',
      '--interval=500',
    ]);
    expect(flagsOf(values, 'agent', AGENT_OPTIONS)).toEqual([
      '--server',
      'https://a.example',
      '--tag',
      'web,eu-1',
      '--allow-apply',
      '--interval',
      '500',
    ]);
    expect(helpText('npm run agent', AGENT_OPTIONS)).toContain('npm run agent -- [options]');
  });

  it('is refused when it makes no sense, and a token is not repeated', () => {
    expect(() => parse(['--token', `${TOKEN}0`])).toThrow(
      '--token must be a token as the page of the server makes it, whole: nsj_….',
    );
    expect(() => parse(['--port', '1'])).toThrow(
      'Unknown option --port: there are --server, --token, --tag, --allow-apply,',
    );
    expect(() => parse(['--allow-apply=1'])).toThrow('--allow-apply takes no value.');
  });

  it.each([
    [
      '--server',
      ['http://10.0.0.1:3000', 'https://a.example/'],
      ['a.example', 'ws://a', 'http://a/b', 'http://u@a', 'http://:p@a', ''],
    ],
    ['--token', [TOKEN], ['', 'nsj_', TOKEN.slice(1), `${TOKEN} x`]],
    [
      '--tag',
      ['web', 'eu-1,web', 'a,b,c,d,e,f,g,h,i,j'],
      ['', ',', 'Web', 'a b', 'x'.repeat(31), 'a,b,c,d,e,f,g,h,i,j,k'],
    ],
    ['--ca', ['ca.pem', '/etc/ssl/ca.pem'], ['', ' ']],
  ])('%s is taken as the agent takes it', (flag, good, bad) => {
    const accepts = (read: () => unknown): boolean => {
      try {
        read();
        return true;
      } catch {
        return false;
      }
    };
    for (const [texts, accepted] of [
      [good, true],
      [bad, false],
    ] as const)
      for (const text of texts)
        expect([
          text,
          accepts(() => parse([`${flag}=${text}`])),
          accepts(() => agentOptions([`${flag}=${text}`], {})),
        ]).toEqual([text, accepted, accepted]);
  });
});
