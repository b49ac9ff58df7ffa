import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram, untilReady } from '../child.ts';
import { freePort } from '../freePort.ts';
import { treeMeasured } from '../subject.ts';
import { findProgram, type Peer } from './peer.ts';

/**
 * netdata as it comes: its own plugins, values every second, its own database and alarms. Changed are only where it
 * keeps its files, that it is reachable on loopback alone, and that it talks to nobody.
 */
const configOf = (folder: string, port: number): string => `
[global]
  run as user = root
[directories]
  config = ${folder}/config
  cache = ${folder}/cache
  lib = ${folder}/lib
  log = ${folder}/log
[web]
  bind to = 127.0.0.1
  default port = ${port}
[registry]
  enabled = no
[statsd]
  enabled = no
`;

const prepare = async (folder: string, port: number): Promise<string> => {
  for (const part of ['config', 'cache', 'lib/cloud.d', 'log']) await mkdir(join(folder, part), { recursive: true });
  const config = join(folder, 'config', 'netdata.conf');
  await writeFile(config, configOf(folder, port));
  await writeFile(join(folder, 'config', '.opt-out-from-anonymous-statistics'), '');
  await writeFile(join(folder, 'lib', 'cloud.d', 'cloud.conf'), '[global]\n  enabled = no\n');
  return config;
};

/** netdata with its plugins' processes, in a folder of its own that goes with it. */
export const netdata: Peer = {
  subject: 'netdata',
  path: findProgram('netdata'),
  debianPackage: 'netdata-core',
  start: async (path) => {
    const folder = await mkdtemp(join(tmpdir(), 'netstrata-bench-netdata-'));
    const port = await freePort();
    const config = await prepare(folder, port);
    const env = { ...process.env, DISABLE_TELEMETRY: '1', DO_NOT_TRACK: '1' };
    const program = startProgram(path, ['-D', '-c', config], { env });
    const stop = async (): Promise<void> => {
      await program[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    };
    try {
      await untilReady(program, { what: 'netdata', limitMs: 20_000 }, async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/info`);
        if (!answer.ok) throw new Error(`netdata answered ${answer.status}`);
      });
    } catch (error) {
      await stop();
      throw error;
    }
    return { measured: () => treeMeasured(program.pid), [Symbol.asyncDispose]: stop };
  },
};
