import { describe, expect, it } from 'vitest';
import { helpText, OptionError, parseOptions } from './options.ts';

describe('parseOptions', () => {
  it('has a default for everything', () => {
    expect(parseOptions([], {})).toEqual({
      server: 'http://127.0.0.1:3000',
      tokenFile: undefined,
      token: undefined,
      caFile: undefined,
      dataDir: '.netstrata',
      intervalMs: 1000,
      logLevel: 'info',
      cpuBudgetPercent: 1,
      tags: [],
      hostId: undefined,
      allowApply: false,
      sysctlFile: '/etc/sysctl.d/90-netstrata.conf',
    });
  });

  it('takes flags, both ways of writing them, before the environment', () => {
    const argv = ['--server', 'https://stack.example.org/', '--interval=500', '--data', '/var/lib/netstrata'];
    const env = { NETSTRATA_INTERVAL: '2000', NETSTRATA_CPU_BUDGET: '0.5', NETSTRATA_LOG_LEVEL: 'debug' };
    expect(parseOptions(argv, { ...env, NETSTRATA_HOST_ID: 'test-host-1' })).toEqual({
      server: 'https://stack.example.org',
      tokenFile: undefined,
      token: undefined,
      caFile: undefined,
      dataDir: '/var/lib/netstrata',
      intervalMs: 500,
      logLevel: 'debug',
      cpuBudgetPercent: 0.5,
      tags: [],
      hostId: 'test-host-1',
      allowApply: false,
      sysctlFile: '/etc/sysctl.d/90-netstrata.conf',
    });
  });

  it('may change something only where that is said', () => {
    const allowed = (argv: readonly string[], env: Record<string, string>) => {
      const options = parseOptions(argv, env);
      return typeof options === 'string' ? options : options.allowApply;
    };
    expect(allowed(['--allow-apply', '--interval', '500'], {})).toBe(true);
    for (const yes of ['1', 'true', 'yes']) expect(allowed([], { NETSTRATA_ALLOW_APPLY: yes })).toBe(true);
    for (const no of ['0', 'false', 'no', '']) expect(allowed([], { NETSTRATA_ALLOW_APPLY: no })).toBe(false);
    expect(parseOptions([], { NETSTRATA_SYSCTL_FILE: '/srv/x.conf' })).toMatchObject({ sysctlFile: '/srv/x.conf' });
  });

  it('takes tags one by one or with commas, each once', () => {
    expect(parseOptions(['--tag', 'web', '--tag=eu-1,web'], {})).toMatchObject({ tags: ['eu-1', 'web'] });
    expect(parseOptions([], { NETSTRATA_TAGS: 'db,eu-1' })).toMatchObject({ tags: ['db', 'eu-1'] });
    expect(parseOptions(['--tag', 'web'], { NETSTRATA_TAGS: 'db' })).toMatchObject({ tags: ['web'] });
    expect(() => parseOptions(['--tag', 'web', '--tag', 'DB'], {})).toThrow(
      '--tag is "web,DB": allowed is at most 10 tags, each of 1 to 30 lower-case letters, digits or "-".',
    );
    for (const wrong of ['', 'a,,b', 'a b', 'x'.repeat(31), 'a,b,c,d,e,f,g,h,i,j,k'])
      expect(() => parseOptions([`--tag=${wrong}`], {})).toThrow('--tag is ');
  });

  it('takes one proof of who it is, and never prints a token', () => {
    const token = `nsj_${'a'.repeat(12)}_${'b'.repeat(40)}_${'c'.repeat(32)}`;
    expect(parseOptions(['--token', ` ${token}`, '--ca', 'ca.pem'], {})).toMatchObject({ token, caFile: 'ca.pem' });
    expect(parseOptions([], { NETSTRATA_TOKEN: token })).toMatchObject({ token, tokenFile: undefined });
    expect(parseOptions(['--token-file', 'x'], {})).toMatchObject({ tokenFile: 'x', token: undefined });
    expect(() => parseOptions(['--token', `${token}d`], {})).toThrow(
      '--token is no token: it begins with nsj_ and is made on the page of the server.',
    );
    expect(() => parseOptions(['--token', token, '--token-file', 'x'], {})).toThrow(
      "--token-file is for the server's own machine and --token for another: give one.",
    );
  });

  it('is asked for help', () => {
    expect(parseOptions(['--interval', '1', '--help'], {})).toBe('help');
    expect(parseOptions(['--warm-cache'], {})).toBe('warm-cache');
    expect(helpText()).toContain('--token-file FILE        file with the token');
    expect(helpText()).toContain('or NETSTRATA_CPU_BUDGET');
  });

  it.each([
    [['--interval', '100'], {}, '--interval is "100": allowed is a whole number from 200 to 60000, in milliseconds.'],
    [['--interval', '1e3'], {}, '--interval is "1e3"'],
    [['--interval', '1000.5'], {}, '--interval is "1000.5"'],
    [[], { NETSTRATA_INTERVAL: 'fast' }, 'NETSTRATA_INTERVAL is "fast": allowed is a whole number'],
    [['--cpu-budget', '0'], {}, '--cpu-budget is "0": allowed is a number from 0.1 to 100, in percent of one core.'],
    [['--log-level', 'loud'], {}, '--log-level is "loud": allowed is debug, info, warn, error.'],
    [['--server', 'localhost:3000'], {}, '--server is "localhost:3000": allowed is an address such as http://'],
    [['--server', 'http://a/b'], {}, '--server is "http://a/b"'],
    [['--server', 'ws://a'], {}, '--server is "ws://a"'],
    [['--data', ' '], {}, '--data is " ": allowed is a path.'],
    [[], { NETSTRATA_HOST_ID: 'UPPER' }, 'NETSTRATA_HOST_ID is "UPPER": allowed is 8 to 64 lower-case letters'],
    [['--sevrer', 'x'], {}, 'Unknown option --sevrer: there are --server, --token-file,'],
    [['--allow-apply=1'], {}, '--allow-apply takes no value.'],
    [[], { NETSTRATA_ALLOW_APPLY: 'on' }, 'NETSTRATA_ALLOW_APPLY is "on": allowed is 1, true, yes, 0, false, no.'],
    [['--sysctl-file', 'x.conf'], {}, '--sysctl-file is "x.conf": allowed is an absolute path that ends with .conf.'],
    [['--sysctl-file', '/etc/passwd'], {}, '--sysctl-file is "/etc/passwd"'],
    [['--server'], {}, '--server needs a value: address of the server'],
  ])('refuses %j with %j', (argv, env, sentence) => {
    expect(() => parseOptions(argv, env)).toThrow(OptionError);
    expect(() => parseOptions(argv, env)).toThrow(sentence);
  });
});
