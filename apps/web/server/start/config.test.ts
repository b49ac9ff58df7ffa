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
      adminToken: undefined,
      publicUrl: undefined,
      trustProxy: 0,
      maxPerAddress: 500,
      tls: undefined,
      oidc: undefined,
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

  it('takes a token for the admin from the environment alone, and only one that is long enough', () => {
    const token = 'ab12'.repeat(5);
    expect(readConfig([], { NETSTRATA_ADMIN_TOKEN: token })).toMatchObject({ adminToken: token });
    const sentence =
      'NETSTRATA_ADMIN_TOKEN must have at least 20 characters, none of them a space: `openssl rand -hex 32` makes one.';
    for (const bad of [token.slice(1), ` ${token}`, `${token}\n`])
      expect(refusal([], { NETSTRATA_ADMIN_TOKEN: bad })).toMatchObject({ message: sentence, exitCode: 2 });
    expect(refusal(['--admin-token', token]).exitCode).toBe(2);
  });

  it.each([
    ['localhost', '127.0.0.1'],
    ['127.3.2.1', '127.3.2.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::'],
    ['192.168.1.4', '192.168.1.4'],
  ])('listens on %s', (host, address) => {
    expect(readConfig(['--host', host], {})).toMatchObject({ host: address });
  });

  it.each(['example.org', '127.1', '1', '10.0.0.1:80'])('refuses to listen on %s', (host) => {
    expect(refusal(['--host', host])).toMatchObject({
      exitCode: 2,
      message: `--host must be an address of this machine (127.0.0.1, ::1, localhost, or 0.0.0.0 for all of them), not "${host}".`,
    });
  });

  it('takes an identity provider from the environment', () => {
    const env = {
      NETSTRATA_OIDC_ISSUER: 'https://id.example.org/realms/team/',
      NETSTRATA_OIDC_CLIENT_ID: 'netstrata',
      NETSTRATA_OIDC_ADMINS: 'Ada@example.org, bob@example.org',
    };
    expect(readConfig([], env)).toMatchObject({
      oidc: {
        issuer: 'https://id.example.org/realms/team',
        clientId: 'netstrata',
        clientSecret: undefined,
        name: 'id.example.org',
        admins: ['ada@example.org', 'bob@example.org'],
        roleClaim: undefined,
        defaultRole: 'viewer',
      },
    });
    expect(readConfig([], { ...env, NETSTRATA_OIDC_DEFAULT_ROLE: 'none' })).toMatchObject({
      oidc: { defaultRole: undefined },
    });
    for (const [name, value, message] of [
      [
        'ISSUER',
        'http://id.example.org',
        'NETSTRATA_OIDC_ISSUER must be the https address of an identity provider, not "http://id.example.org".',
      ],
      [
        'ISSUER',
        'id.example.org',
        'NETSTRATA_OIDC_ISSUER must be the https address of an identity provider, not "id.example.org".',
      ],
      ['CLIENT_ID', '', 'NETSTRATA_OIDC_ISSUER needs NETSTRATA_OIDC_CLIENT_ID, which the provider gave.'],
      ['DEFAULT_ROLE', 'admin', 'NETSTRATA_OIDC_DEFAULT_ROLE must be one of viewer, operator, none, not "admin".'],
    ])
      expect(refusal([], { ...env, [`NETSTRATA_OIDC_${name}`]: value })).toMatchObject({ exitCode: 2, message });
  });

  it.each([
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not "65536".'],
    [['--port', '30x'], '--port must be a whole number from 0 to 65535, not "30x".'],
    [['--port='], '--port must be a whole number from 0 to 65535, not "".'],
    [['--interval', '50'], '--interval must be a whole number from 100 to 60000, not "50".'],
    [['--log-level', 'loud'], '--log-level must be one of debug, info, warn, error, not "loud".'],
    [['--tls-cert', 'a.pem'], '--tls-cert needs --tls-key too: a certificate and its key belong together.'],
    [['--tls-key', 'a.pem'], '--tls-key needs --tls-cert too: a certificate and its key belong together.'],
    [
      ['--public-url', 'https://example.org/netstrata'],
      '--public-url must be like https://netstrata.example.org, with no path, not "https://example.org/netstrata".',
    ],
    [['--max-per-address', '9'], '--max-per-address must be a whole number from 10 to 2000, not "9".'],
    [['--trust-proxy', '11'], '--trust-proxy must be a whole number from 0 to 10, not "11".'],
    [['--data', ''], '--data must be the path of a folder.'],
    [['--self-id', 'A'], '--self-id must be a host id (8 to 64 lower-case letters, digits or "-"), not "A".'],
    [
      ['--prot', '1'],
      "Unknown option '--prot': there are --port, --host, --data, --interval, --log-level, --tls-cert, --tls-key, --public-url, --trust-proxy, --max-per-address, --self-id, --dev, --no-pages and --help.",
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
