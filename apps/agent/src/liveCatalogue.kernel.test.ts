import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnyMetric, METRICS } from '@netstrata/metrics';
import { expect, onTestFinished, test } from 'vitest';

const SERVER = fileURLToPath(new URL('../../web/server/main.ts', import.meta.url));
const AGENT = fileURLToPath(new URL('./start.mjs', import.meta.url));
/** Ids that the API takes at once. */
const MOST_IDS = 50;

const TOKEN = 'admin-token-of-a-kernel-test';
const BEARER = { Authorization: `Bearer ${TOKEN}` };

const start = (args: readonly string[]): ChildProcess => {
  const env = { ...process.env, NETSTRATA_ADMIN_TOKEN: TOKEN };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
};

/** What this machine may have nothing to show for, by how the ids begin, and where there is something. */
const ONLY_WHERE: Readonly<Record<string, string>> = {
  'application.process.': 'a process is near its limit of open files',
  'application.processes.worst': 'several listeners share a port',
  'link.fq': 'a device has the queueing discipline fq or fq_codel',
  'link.netClass.speedMbit': 'the driver of an interface says its speed; virtual ones do not',
  'link.pause.': 'the driver of an interface counts pause frames',
  'link.shaper.': 'a device has a shaper: tbf, or cake with a rate',
  'link.standardStats.': 'the driver of an interface counts by the standards',
  'network.netns.': 'a network namespace beside that of the agent is in use',
  'socket.unix.dgramSendMaxFill': 'a Unix datagram socket is open',
  'transport.tcp.deliveryRate': 'the program of a connection gives enough to measure the path',
};
const BEGINNINGS = Object.keys(ONLY_WHERE);

interface Series {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [timeMs: number, value: number | null])[];
}

/** Files whose header says which counters this kernel has. */
const HEADERS: Readonly<Partial<Record<AnyMetric['source'], string>>> = {
  'net/snmp': '/proc/net/snmp',
  'net/netstat': '/proc/net/netstat',
  'net/snmp6': '/proc/net/snmp6',
  'net/sockstat': '/proc/net/sockstat',
  'net/sockstat6': '/proc/net/sockstat6',
};

test('nothing of the catalogue is missing from the live product, but what this kernel does not have', async () => {
  const data = mkdtempSync(join(tmpdir(), 'netstrata-live-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const server = start([SERVER, '--no-pages', '--port', '0', '--data', data, '--log-level', 'error']);
  const [{ url }] = (await once(server, 'message')) as [{ url: string }];
  const words = ['--server', url, '--token-file', join(data, 'agent.token'), '--data', data, '--log-level', 'error'];
  start([AGENT, ...words]);
  const udp = createSocket('udp4').bind(0, '127.0.0.1');
  const listener = createServer().listen(join(data, 'listener'));
  onTestFinished(() => {
    udp.close();
    listener.close();
  });
  const seriesOf = async (ids: readonly string[]): Promise<readonly Series[]> => {
    // A connection for each question: what is measured when one closes is then there too.
    const headers = { Connection: 'close', ...BEARER };
    const answer = await fetch(`${url}/api/v1/hosts/self/metrics?ids=${ids.join(',')}&step=1000`, { headers });
    return answer.ok ? ((await answer.json()) as { series: Series[] }).series : [];
  };
  const isKnown = ({ points }: Series) => points.some(([, value]) => value !== null);

  const unexplained = async (): Promise<readonly string[]> => {
    const chunks = Array.from({ length: Math.ceil(METRICS.length / MOST_IDS) }, (_, n) =>
      METRICS.slice(n * MOST_IDS, (n + 1) * MOST_IDS).map(({ id }) => id),
    );
    const known = new Set<string>();
    for (const ids of chunks) for (const series of await seriesOf(ids)) if (isKnown(series)) known.add(series.id);
    const health = await seriesOf(['application.agentSource.success']);
    const failing = new Set(
      health.flatMap(({ labels, points }) => (points.at(-1)?.[1] === 0 ? [labels['source'] ?? ''] : [])),
    );
    const isAbsent = ({ source, kernelName }: AnyMetric): boolean => {
      const file = HEADERS[source];
      return failing.has(source) || (file !== undefined && !readFileSync(file, 'latin1').includes(kernelName));
    };
    const isMissing = (entry: AnyMetric) =>
      !known.has(entry.id) && !isAbsent(entry) && !BEGINNINGS.some((beginning) => entry.id.startsWith(beginning));
    return METRICS.filter(isMissing).map(({ id }) => id);
  };
  await expect.poll(unexplained, { timeout: 180_000, interval: 1000 }).toEqual([]);
});
