import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { METRICS } from './catalog.ts';
import { SOURCES } from './sources.ts';
import { listOf, sockstatOf, tableOf } from './testTables.ts';
import type { SourceId } from './types.ts';

const sh = (command: string) => spawnSync('sh', ['-c', command], { encoding: 'utf8' });
const hasTool = (tool: string): boolean => sh(`command -v ${tool}`).status === 0;
const missing = (...tools: string[]): string => tools.filter((tool) => !hasTool(tool)).join(', ');
const proc = (file: string): string => readFileSync(`/proc/net/${file}`, 'utf8');
const idsOf = (source: SourceId): string[] =>
  METRICS.filter((entry) => entry.source === source).map((entry) => entry.id);

describe('this kernel', () => {
  test('every counter it prints becomes a metric with the value of the file', () => {
    const row = tableOf(proc('netstat'));
    const metrics = SOURCES['net/netstat'].metricsOf(row);
    expect(metrics).toHaveLength(Object.values(row).flatMap((group) => Object.keys(group)).length);
    expect(metrics.filter((entry) => entry.pick(row) === undefined).map((entry) => entry.id)).toEqual([]);
    const list = listOf(proc('snmp6'));
    expect(SOURCES['net/snmp6'].metricsOf(list)).toHaveLength(Object.keys(list).length);
  });

  test('the sockstat entries are those of the file', () => {
    const found = SOURCES['net/sockstat'].metricsOf(sockstatOf(proc('sockstat'))).map((entry) => entry.id);
    expect(idsOf('net/sockstat').filter((id) => !found.includes(id))).toEqual([]);
  });
});

describe('the commands beside a metric', () => {
  const nstatMissing = missing('nstat');
  test.skipIf(nstatMissing !== '')(
    `nstat shows each counter by the name we print (missing: ${nstatMissing || 'nothing'})`,
    () => {
      const shown = sh('nstat -asz').stdout;
      const names = new Set(shown.split('\n').map((line) => line.split(' ')[0]));
      const snmp = tableOf(proc('snmp'));
      const netstat = tableOf(proc('netstat'));
      const present = [
        ...SOURCES['net/snmp'].metricsOf(snmp),
        ...SOURCES['net/netstat'].metricsOf(netstat),
        ...SOURCES['net/snmp6'].metricsOf(listOf(proc('snmp6'))),
      ];
      const wanted = present.flatMap((entry) => entry.commands.filter((command) => command.startsWith('nstat -az ')));
      expect(wanted.length).toBeGreaterThan(200);
      expect(wanted.filter((command) => !names.has(command.slice('nstat -az '.length)))).toEqual([]);
    },
  );

  // One that is there, for the commands that look into a named namespace.
  const netns = `netstrata-commands-${process.pid}`;
  const hasNetns = sh(`ip netns add ${netns}`).status === 0;
  afterAll(() => {
    if (hasNetns) sh(`ip netns delete ${netns}`);
  });
  const others = [...new Set(METRICS.flatMap((entry) => entry.commands))]
    .filter((command) => !command.startsWith('nstat '))
    .map((command) => command.replaceAll('{device}', 'lo').replaceAll('{netns}', netns));
  for (const command of others) {
    const lacking = missing(command.split(' ')[0] ?? '');
    // grep ends with 1 where the kernel lacks the line; loopback has no link settings and no speed; conntrack may not be loaded,
    // and the neighbour tables show themselves in one namespace only.
    const mayFail = /^(grep|ethtool|cat \/sys|cat \/proc\/net\/stat|sysctl net.netfilter|conntrack|lnstat)/.test(
      command,
    );
    const why = lacking === '' ? '' : ` (missing: ${lacking})`;
    const isInside = command.includes(netns);
    const title = isInside && !hasNetns ? `${command} (a namespace cannot be made: this is not root)` : command + why;
    test.skipIf(lacking !== '' || (isInside && !hasNetns))(title.replace(netns, '{netns}'), () => {
      const run = sh(command);
      expect(run.stderr).not.toMatch(/usage:|invalid option|unrecognized|unknown|not found/i);
      if (!mayFail) expect(run.status, run.stderr).toBe(0);
    });
  }
});
