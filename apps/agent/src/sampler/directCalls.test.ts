import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKernel } from '@netstrata/kernel';
import { expect, onTestFinished, test } from 'vitest';
import { openLog } from '../log.ts';
import { directCalls } from './directCalls.ts';
import { Sampler } from './Sampler.ts';
import { SourceHealth } from './SourceHealth.ts';

const FILES = ['net/snmp', 'net/netstat', 'net/sockstat', 'net/softnet_stat', 'net/dev', 'stat'];

test('a file that hangs, on a file system that is not procfs, costs its own rows only and never the thread', async () => {
  const procRoot = mkdtempSync(join(tmpdir(), 'netstrata-proc-'));
  onTestFinished(() => rmSync(procRoot, { recursive: true }));
  mkdirSync(join(procRoot, 'net'));
  const copy = (file: string) => writeFileSync(join(procRoot, file), readFileSync(join('/proc', file)));
  for (const file of FILES) copy(file);
  // Opening it hangs until somebody writes to it.
  const pipe = join(procRoot, 'meminfo');
  execFileSync('mkfifo', [pipe]);
  const kernel = openKernel({ procRoot, calls: directCalls() });
  const health = new SourceHealth(openLog('error', () => undefined));
  const sampler = new Sampler(kernel.sources, health);

  sampler.begin();
  await sampler.readKernel(1000, 1000);
  const read = (source: string) => health.rows.find((row) => row.source === source);
  expect(read('meminfo')).toMatchObject({ success: 0, failures: 1, lastReason: expect.stringContaining('950 ms') });
  for (const file of FILES) expect(read(file)).toMatchObject({ source: file, success: 1, failures: 0 });
  expect(sampler.series.some(({ metric }) => metric === 'transport.tcp.retransSegs')).toBe(true);
  expect(sampler.series.some(({ metric }) => metric === 'application.meminfo.memTotalBytes')).toBe(false);

  sampler.begin();
  await sampler.readKernel(2000, 1000);
  expect(read('meminfo')).toMatchObject({ failures: 2, lastReason: expect.stringContaining('has not') });

  // It comes back, late: the open returns once somebody writes.
  const writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  rmSync(pipe);
  copy('meminfo');
  closeSync(writer);
  await expect
    .poll(async () => {
      sampler.begin();
      await sampler.readKernel(3000, 1000);
      return read('meminfo')?.success;
    })
    .toBe(1);
  kernel.close();
});
