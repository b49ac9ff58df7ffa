import { describe, expect, it } from 'vitest';
import { helpText, readConfig } from './config.ts';
import { StartError } from './StartError.ts';

function refusal(argv: readonly string[], env: Readonly<Record<string, string>> = {}): StartError {
  try {
    readConfig(argv, env);
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('readConfig', () => {
  it('has defaults for everything', () => {
    expect(readConfig([], {})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataFolder: `${process.cwd()}/.netstrata`,
      intervalMs: 1000,
      logLevel: 'info',
      dev: false,
      pages: true,
      selfId: undefined,
    });
  });

  it('takes flags before variables, and an empty variable for none', () => {
    const env = {
      NETSTRATA_PORT: '4000',
      NETSTRATA_HOST: '',
      NETSTRATA_LOG_LEVEL: 'warn',
      NETSTRATA_DATA: '/var/lib/n',
    };
    expect(readConfig(['--port', '0', '--dev', '--no-pages', '--self-id=host-0001'], env)).toMatchObject({
      port: 0,
      host: '127.0.0.1',
      dataFolder: '/var/lib/n',
      logLevel: 'warn',
      dev: true,
      pages: false,
      selfId: 'host-0001',
    });
  });

  it.each([
    ['localhost', '127.0.0.1'],
    ['127.3.2.1', '127.3.2.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
  ])('listens on loopback: %s', (host, address) => {
    expect(readConfig(['--host', host], {})).toMatchObject({ host: address });
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', '192.168.1.4', 'example.org', '128.0.0.1', '127.1', '1'])(
    'refuses to listen on %s',
    (host) => {
      expect(refusal(['--host', host])).toMatchObject({
        exitCode: 2,
        message: `--host must be a loopback address (127.0.0.1, ::1 or localhost), not "${host}": there is no sign-in yet, so the server stays on this machine.`,
      });
    },
  );

  it.each([
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not "65536".'],
    [['--port', '30x'], '--port must be a whole number from 0 to 65535, not "30x".'],
    [['--port='], '--port must be a whole number from 0 to 65535, not "".'],
    [['--interval', '50'], '--interval must be a whole number from 100 to 60000, not "50".'],
    [['--log-level', 'loud'], '--log-level must be one of debug, info, warn, error, not "loud".'],
    [['--data', ''], '--data must be the path of a folder.'],
    [['--self-id', 'A'], '--self-id must be a host id (8 to 64 lower-case letters, digits or "-"), not "A".'],
    [
      ['--prot', '1'],
      "Unknown option '--prot': there are --port, --host, --data, --interval, --log-level, --self-id, --dev, --no-pages and --help.",
    ],
  ])('names what is wrong and what is allowed: %s', (argv, message) => {
    expect(refusal(argv)).toMatchObject({ exitCode: 2, message });
  });

  it('names the variable when the value came from one', () => {
    expect(refusal([], { NETSTRATA_PORT: '-1' }).message).toBe(
      'NETSTRATA_PORT must be a whole number from 0 to 65535, not "-1".',
    );
  });

  it('gives help', () => {
    expect(readConfig(['--port', 'x', '--help'], {})).toBe('help');
    expect(readConfig(['-h'], {})).toBe('help');
    for (const word of [
      '--port',
      'NETSTRATA_PORT',
      '--host',
      '--data',
      '--interval',
      '--log-level',
      '--self-id',
      '--dev',
    ])
      expect(helpText()).toContain(word);
  });
});
