import type { ProcessesReport, ProcessRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { appFdLimit } from './app-fd-limit.ts';

const nginx = (used: number, limit = 1000): Samples => ({
  [labelled('application.process.openFiles', { process: 'nginx' })]: used,
  [labelled('application.process.openFilesLimit', { process: 'nginx' })]: limit,
});
const findings = (samples: Samples, open: ReadonlySet<string> = NOTHING_OPEN, nrOpen = '1048576') =>
  told(appFdLimit, contextOf(samples, { tunables: { 'fs.nr_open': nrOpen } }), open);

const report = (
  rows: readonly Pick<ProcessRow, 'pid' | 'name' | 'openFiles' | 'openFilesLimit' | 'script' | 'listenerCount'>[],
): ProcessesReport => ({
  timeMs: 1,
  processes: rows.length,
  rows: rows.map((row) => ({
    tcp: {},
    udp: 0,
    listeners: [],
    waits: { counts: {}, looked: 0 },
    ...row,
  })),
  groups: [],
  groupCount: 0,
  withoutProcess: 0,
  unowned: 0,
  unreadable: 0,
  costMs: 1,
});

describe('app-fd-limit', () => {
  it('warns above 85 %, is critical from 98 %, and clears at 75 %', () => {
    expect(findings(nginx(850))).toEqual([]);
    expect(findings(nginx(851))[0]).toMatchObject({ subject: 'nginx', severity: 'warning', changes: [] });
    expect(findings(nginx(979))[0]?.severity).toBe('warning');
    expect(findings(nginx(980))[0]?.severity).toBe('critical');
    expect(findings(nginx(751), new Set(['nginx']))).toHaveLength(1);
    expect(findings(nginx(750), new Set(['nginx']))).toEqual([]);
  });

  it('names the process, the numbers and the limit to set', () => {
    const [finding] = findings({ ...nginx(900), 'socket.tcpExt.listenOverflows': grew(2) });
    expect(finding?.where).toBe('nginx: 900 of 1000 open files');
    expect(finding?.evidence.map(({ value }) => value)).toEqual([900, 1000, 120]);
    expect(finding?.actions[1]).toContain('LimitNOFILE=2048');
  });

  it('names the number of the process that is nearest to its limit, for its commands too', () => {
    const processes = report([
      { pid: 7, name: 'nginx', openFiles: 10, openFilesLimit: 1000, listenerCount: 1 },
      { pid: 9, name: 'nginx', openFiles: 900, openFilesLimit: 1000, listenerCount: 1, script: '/srv/a/app.py' },
    ]);
    const [finding] = told(appFdLimit, contextOf(nginx(900), { details: { processes } }));
    expect(finding?.where).toBe('nginx (pid 9, app.py): 900 of 1000 open files');
    expect(finding?.actions.join(' ')).toContain('prlimit --pid 9 --nofile=2048');
    expect(finding?.verify).toContain('/proc/9/limits');
    expect(finding?.why).toContain('Connections then wait in the accept queue');
  });

  it('speaks of no clients where the process listens at nothing', () => {
    const processes = report([{ pid: 9, name: 'nginx', openFiles: 900, openFilesLimit: 1000, listenerCount: 0 }]);
    const [finding] = told(appFdLimit, contextOf(nginx(900), { details: { processes } }));
    expect(finding?.why).toContain('It listens at no TCP port, so no client waits for it');
    expect(finding?.why).not.toContain('accept queue');
  });

  it('proposes no more than fs.nr_open, and says when that is the limit', () => {
    expect(findings(nginx(900), NOTHING_OPEN, '1500')[0]?.actions[1]).toContain('LimitNOFILE=1500');
    expect(findings(nginx(900), NOTHING_OPEN, '1000')[0]?.actions[1]).toMatch(/^fs.nr_open \(1000\) is the most/);
  });

  it('tells processes apart', () => {
    const both = {
      ...nginx(900),
      [labelled('application.process.openFiles', { process: 'mysqld' })]: 99,
      [labelled('application.process.openFilesLimit', { process: 'mysqld' })]: 100,
    };
    expect(findings(both).map(({ subject, severity }) => `${subject} ${severity}`)).toEqual([
      'nginx warning',
      'mysqld critical',
    ]);
  });
});
