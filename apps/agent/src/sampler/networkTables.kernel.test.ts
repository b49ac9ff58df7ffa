import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createNamespace, labSupport, type Namespace } from '../../../../packages/lab/src/index.ts';

const support = labSupport();
if (!support.ok) console.warn(`tables of a namespace are not sampled: ${support.reason}`);

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const module = (path: string): string => JSON.stringify(file(path));
const TICK = `
import { openKernel } from ${module('../../../../packages/kernel/src/index.ts')};
import { directCalls } from ${module('./directCalls.ts')};
import { Sampler } from ${module('./Sampler.ts')};
import { SourceHealth } from ${module('./SourceHealth.ts')};
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const health = new SourceHealth(silent);
const sampler = new Sampler(openKernel({ calls: directCalls() }).sources, health);
sampler.begin();
await sampler.readKernel(1000, 5000);
const values = Array.from(sampler.view());
const series = sampler.series.map(({ metric, labels }, at) => [metric, labels, values[at]]);
process.stdout.write(JSON.stringify({ series, health: health.rows }), () => process.exit(0));`;

interface Tick {
  /** Unknown arrives as null. */
  readonly series: readonly (readonly [
    metric: string,
    labels: Readonly<Record<string, string>>,
    value: number | null,
  ])[];
  readonly health: readonly { readonly source: string; readonly success: number; readonly failures: number }[];
}

/** What an agent inside would send, of its first tick. */
const tickInside = async (namespace: Namespace): Promise<Tick> => {
  const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', TICK]);
  return JSON.parse(stdout) as Tick;
};

test.skipIf(!support.ok)(
  'an agent in a namespace sees its own connections, and no neighbour table',
  async (context) => {
    await using namespace = await createNamespace();
    const program = file('../../../../packages/kernel/src/testing/connectionTracking.ts');
    const { stdout: answer } = await namespace.exec(process.execPath, [program, 'on']);
    if (answer !== 'done') context.skip(`connections cannot be tracked here: ${answer}`);
    // Each datagram to another port is a connection of its own; nobody answers.
    const send = `const s = require('dgram').createSocket('udp4'); let left = 25;
    for (let port = 9001; port <= 9025; port++) s.send('x', port, '127.0.0.1', () => { if (--left === 0) s.close(); });`;
    await namespace.exec(process.execPath, ['-e', send]);

    const { series, health } = await tickInside(namespace);
    const values = (wanted: string) => series.filter(([metric]) => metric === wanted).map(([, , value]) => value);
    const cpus = (wanted: string) => series.filter(([metric]) => metric === wanted).map(([, labels]) => labels['cpu']);
    expect(values('network.nfConntrack.count')).toEqual([25]);
    expect((await namespace.readFile('/proc/sys/net/netfilter/nf_conntrack_count')).trim()).toBe('25');
    const rows = (await namespace.readFile('/proc/net/stat/nf_conntrack')).trim().split('\n').slice(1);
    expect(cpus('network.nfConntrack.drop')).toEqual(rows.map((_, cpu) => String(cpu)));
    expect(values('network.nfConntrack.drop')).toEqual(rows.map(() => 0));

    expect(values('network.arpCache.entries')).toEqual([]);
    for (const source of ['net/stat/arp_cache', 'net/stat/ndisc_cache']) {
      expect(health.find((row) => row.source === source)).toMatchObject({ success: 0, failures: 0 });
    }
  },
);
