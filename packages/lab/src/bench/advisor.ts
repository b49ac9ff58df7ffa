/** What one evaluation of all rules costs for a host where all is well and for one where everything is wrong. Options: --hosts N --ticks N */
import { parseArgs } from 'node:util';
import { AdviceBook, advise, RULES, type RuleContext } from '@netstrata/advisor';
import { LiveWindow, METRICS, type SocketRow, type SocketsReport } from '@netstrata/metrics';
import { TUNABLES } from '@netstrata/tunables';

const HISTORY_SECONDS = 600;
const REPORTS = 60;
/** Values that each label takes: two devices, two queues, two CPUs. */
const LABEL_VALUES = ['0', '1'] as const;
const WARM_UP_TICKS = 20;
/** What the kernel derives for a machine of this size, where the catalogue has no fixed default. */
const DERIVED: Readonly<Record<string, string>> = {
  'net.ipv4.tcp_mem': '287898 383867 575796',
  'net.ipv4.udp_mem': '575796 767734 1151592',
  'net.ipv4.tcp_rmem': '4096 131072 33554432',
  'net.ipv4.tcp_wmem': '4096 16384 4194304',
};
const TUNABLE_VALUES = Object.fromEntries(
  TUNABLES.map(({ name, kernelDefault }) => [name, kernelDefault ?? DERIVED[name] ?? '131072']),
);
const START_MS = 1_700_000_000_000;

const labelSets = (names: readonly string[]): readonly Record<string, string>[] =>
  names.length === 0
    ? [{}]
    : LABEL_VALUES.map((value) => Object.fromEntries(names.map((name) => [name, `${name}${value}`])));

const SERIES = METRICS.flatMap(({ id, labels, kind }) =>
  labelSets(labels).map((set) => ({ metric: id, labels: set, grows: kind === 'counter' })),
);

const rowOf = (n: number, more: Partial<SocketRow>): SocketRow => ({
  protocol: 'tcp',
  family: 4,
  state: 'established',
  local: '10.0.0.1',
  localPort: 1024 + n,
  remote: '10.0.0.9',
  remotePort: 443,
  cookie: String(n),
  inode: n,
  uid: 0,
  process: `worker${n % 8}`,
  pid: 100 + (n % 8),
  recvQ: 0,
  sendQ: 100_000,
  rmemAlloc: 2304,
  rcvbuf: 131_072,
  wmemQueued: 200_000,
  sndbuf: 400_000,
  rttUs: 20_000,
  minRttUs: 18_000,
  cwnd: 40,
  mssBytes: 1448,
  busyShare: 0.5,
  rwndLimitedShare: 0.02,
  sndbufLimitedShare: 0.02,
  txBytesPerSecond: 2e6,
  deliveryRateBytesPerSecond: 3e6,
  fill: 0.5,
  limit: 'network',
  ...more,
});

const many = (count: number, more: (n: number) => Partial<SocketRow>): readonly SocketRow[] =>
  Array.from({ length: count }, (_, n) => rowOf(n, more(n)));

const reportAt = (timeMs: number): SocketsReport => ({
  timeMs,
  intervalMs: 1000,
  total: 10_000,
  fullest: many(50, () => ({})),
  listeners: many(200, (n) => ({ state: 'listen', cookie: `l${n}`, recvQ: 1, sendQ: 4096, remotePort: 0 })),
  udp: many(50, (n) => ({ protocol: 'udp', state: 'close', cookie: `u${n}`, drops: 3 })),
  senders: many(50, () => ({})),
});

/** Traffic, and nothing else, grows where all is well. */
const TRAFFIC =
  /(InSegs|OutSegs|inSegs|outSegs|Octets|octets|Bytes|Packets|Datagrams|Receives|Requests|Delivers|Opens|processed|Seconds|netRx|netTx|count)$/;

/** A host with all that the catalogue lists, moving a little with each tick. */
class BenchHost {
  readonly #window = new LiveWindow();
  readonly #values = new Float64Array(SERIES.length);
  readonly #book = new AdviceBook();
  #sockets: readonly SocketsReport[] = [];
  #tick = 0;
  readonly #troubled: boolean;

  constructor(troubled: boolean) {
    this.#troubled = troubled;
    for (let n = 0; n < HISTORY_SECONDS; n++) this.advance();
  }

  advance(): void {
    this.#tick++;
    const timeMs = START_MS + this.#tick * 1000;
    SERIES.forEach(({ grows, metric }, n) => {
      const moves = this.#troubled || TRAFFIC.test(metric);
      this.#values[n] = grows ? (this.#values[n] ?? 0) + (moves ? n % 7 : 0) : 100 + ((n + this.#tick) % 13);
    });
    this.#window.push(SERIES, { timeMs, monoMs: this.#tick * 1000, values: this.#values.slice() });
    this.#sockets = [...this.#sockets.slice(1 - REPORTS), reportAt(timeMs)];
  }

  evaluate(): number {
    const context: RuleContext = {
      window: this.#window,
      sockets: this.#sockets,
      tunables: TUNABLE_VALUES,
      host: {
        hostId: 'bench',
        hostname: 'bench',
        kernelRelease: '6.18.44',
        arch: 'x64',
        cpuCount: 2,
        pageSizeBytes: 4096,
        memTotalBytes: 25e9,
        bootId: 'bench',
      },
    };
    const { advice, failures } = advise(this.#book, context, START_MS + this.#tick * 1000);
    for (const { rule, error } of failures) throw new Error(`${rule} failed`, { cause: error });
    return advice.length;
  }
}

const { values } = parseArgs({
  options: { hosts: { type: 'string', default: '5' }, ticks: { type: 'string', default: '200' } },
});
const measure = (troubled: boolean): string => {
  const hosts = Array.from({ length: Number(values.hosts) }, () => new BenchHost(troubled));
  const tickMs: number[] = [];
  let open = 0;
  for (let tick = 0; tick < WARM_UP_TICKS + Number(values.ticks); tick++) {
    for (const host of hosts) {
      host.advance();
      const startMs = performance.now();
      open = host.evaluate();
      if (tick >= WARM_UP_TICKS) tickMs.push(performance.now() - startMs);
    }
  }
  tickMs.sort((a, b) => a - b);
  const mean = tickMs.reduce((sum, ms) => sum + ms, 0) / tickMs.length;
  const at = (share: number): string => (tickMs[Math.floor(share * (tickMs.length - 1))] ?? Number.NaN).toFixed(3);
  return `${mean.toFixed(3)} ms (median ${at(0.5)}, p95 ${at(0.95)}), ${open} advice open`;
};
process.stdout.write(`${RULES.length} rules, ${SERIES.length} series, an evaluation of one host; budget 1 ms\n`);
process.stdout.write(`all is well:         ${measure(false)}\n`);
process.stdout.write(`everything is wrong: ${measure(true)}\n`);
