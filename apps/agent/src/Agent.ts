import { randomBytes } from 'node:crypto';
import {
  CgroupPaths,
  ContainerNames,
  InterfaceNames,
  InterfacesReader,
  missingPrivileges,
  openKernel,
  processCpuMs,
  RawSockets,
  readMachineFacts,
  releaseProgramText,
  SockDestroy,
  SockDiag,
  SysctlReader,
  UserNames,
} from '@netstrata/kernel';
import type { AgentSelfRow } from '@netstrata/metrics';
import { PROTOCOL_VERSION } from '@netstrata/protocol';
import type { AgentClaims } from '@netstrata/protocol/types';
import { ChurnWatch } from './churn/ChurnWatch.ts';
import { DumpedSockets } from './churn/DumpedSockets.ts';
import { systemClock } from './clock/Clock.ts';
import { Ticker, type TickTime } from './clock/Ticker.ts';
import { DetailReporter } from './details/DetailReporter.ts';
import { detailSources } from './details/detailSources.ts';
import { removeAbandoned } from './details/drops/removeAbandoned.ts';
import { hostIdOf } from './hostId.ts';
import { identityOf } from './identity/identityOf.ts';
import type { Log } from './log.ts';
import { HostNamespaces } from './namespaces/HostNamespaces.ts';
import type { AgentOptions } from './options.ts';
import { ProcessSampler } from './processes/ProcessSampler.ts';
import { directCalls } from './sampler/directCalls.ts';
import { Sampler } from './sampler/Sampler.ts';
import { SourceHealth } from './sampler/SourceHealth.ts';
import { dumpRows, vanishedRows } from './self/kernelTotals.ts';
import { SelfMemory } from './self/SelfMemory.ts';
import { SelfUsage, type Usage } from './self/SelfUsage.ts';
import { HostSettings } from './settings/HostSettings.ts';
import { DumpGovernor } from './sockets/DumpGovernor.ts';
import { openInquiry } from './sockets/detail/openInquiry.ts';
import { openOwners } from './sockets/openOwners.ts';
import { OtherSockets } from './sockets/others/OtherSockets.ts';
import { PreviousSockets } from './sockets/PreviousSockets.ts';
import { AskedOwners } from './sockets/query/AskedOwners.ts';
import { SocketDumper } from './sockets/SocketDumper.ts';
import { SocketNamer } from './sockets/SocketNamer.ts';
import { SocketWatch } from './sockets/SocketWatch.ts';
import { UnixDumper } from './sockets/UnixDumper.ts';
import { TickRing } from './uplink/TickRing.ts';
import { Uplink } from './uplink/Uplink.ts';

const AGENT_VERSION = '0.1.0';
/** Fifteen minutes at one tick a second. */
const RING_LIMITS = { maxTicks: 900, maxBytes: 16 * 1024 * 1024 };
/** Sources get this share of the interval, so that a tick has ended before the next begins. */
const SOURCE_SHARE = 0.8;
const TUNABLES_ROUND_MS = 10_000;
const STOP_GRACE_MS = 1000;

/** Everything the agent is made of, and one tick of it. */
export class Agent {
  readonly #intervalMs: number;
  readonly #log: Log;
  readonly #kernel = openKernel({ calls: directCalls() });
  readonly #diag = new SockDiag();
  readonly #destroyed = new SockDestroy();
  readonly #interfaces = new InterfacesReader();
  readonly #sysctls = new SysctlReader();
  readonly #cgroups = new CgroupPaths();
  readonly #ring = new TickRing(RING_LIMITS);
  readonly #usage = new SelfUsage();
  readonly #memory = new SelfMemory({ read: process.memoryUsage.rss, release: releaseProgramText });
  readonly #health: SourceHealth;
  readonly #sampler: Sampler;
  readonly #governor: DumpGovernor;
  readonly #sockets: SocketWatch;
  readonly #churn: ChurnWatch;
  readonly #namespaces: HostNamespaces;
  readonly #settings: HostSettings;
  readonly #processes: ProcessSampler;
  readonly #details: DetailReporter;
  readonly #uplink: Uplink;
  readonly #ticker: Ticker;
  #tickMs: number | undefined;
  #toldOfRefused = false;

  /** Fails when the host cannot be read at all, or the host id cannot be kept. */
  constructor(options: AgentOptions, log: Log) {
    this.#log = log;
    this.#intervalMs = options.intervalMs;
    this.#health = new SourceHealth(log);
    this.#sampler = new Sampler(this.#kernel.sources, this.#health);
    this.#governor = new DumpGovernor({ budgetPercent: options.cpuBudgetPercent, tickMs: options.intervalMs });
    const previous = new PreviousSockets();
    const dumped = new DumpedSockets(previous);
    this.#churn = new ChurnWatch({
      sockets: this.#destroyed,
      dumped,
      clock: systemClock,
      health: this.#health,
      tickMs: options.intervalMs,
    });
    const owners = openOwners();
    const containers = new ContainerNames();
    const namer = new SocketNamer({
      users: new UserNames(),
      interfaces: new InterfaceNames(),
      cgroups: this.#cgroups,
    });
    const raw = new RawSockets(this.#diag);
    const inquiry = openInquiry({ diag: this.#diag, raw, owners, namer });
    const asked = new AskedOwners(owners);
    const dumper = new SocketDumper(this.#diag, owners, { previous, observers: [dumped], asked });
    this.#namespaces = new HostNamespaces({
      tickMs: options.intervalMs,
      health: this.#health,
      clock: systemClock,
      owners,
      namer,
      containers,
    });
    this.#sockets = new SocketWatch({
      dumper,
      unix: new UnixDumper(this.#diag),
      others: new OtherSockets({ diag: this.#diag, raw, interfaceOf: namer.interfaceOf }),
      governor: this.#governor,
      health: this.#health,
      clock: systemClock,
      tickMs: options.intervalMs,
      onReport: (report) => this.#uplink.reportSockets(report),
      cpuMs: processCpuMs,
      namespaces: this.#namespaces.queries,
      namer,
      owners,
      asked,
    });
    this.#settings = new HostSettings({
      options,
      clock: systemClock,
      log,
      sysctls: this.#sysctls,
      uplink: () => this.#uplink,
    });
    const { cpuBudgetPercent } = options;
    this.#processes = new ProcessSampler({
      diag: this.#diag,
      health: this.#health,
      cpuMs: processCpuMs,
      cpuBudgetPercent,
    });
    const sources = detailSources({
      asked,
      churn: this.#churn,
      clock: systemClock,
      containers,
      cpuBudgetPercent,
      cpuMs: processCpuMs,
      dumper,
      fullest: () => this.#processes.fullest,
      interfaces: this.#interfaces,
      listenerOf: (port) => owners.ownerOf(dumped.listenerOf(port) ?? 0),
      namespaces: this.#namespaces.details,
      owners,
      settings: this.#settings,
      sockets: this.#sockets,
      sysctlFile: options.sysctlFile,
      sysctls: this.#sysctls,
      sysctlsElsewhere: this.#namespaces.sysctls,
    });
    this.#details = new DetailReporter(sources, (message) => this.#uplink.reportDetail(message));
    this.#uplink = new Uplink({
      server: options.server,
      identity: identityOf(options),
      caFile: options.caFile,
      claims: claimsOf(options),
      ring: this.#ring,
      series: () => this.#sampler.series,
      tunables: () => this.#settings.report,
      onWatch: ({ watched, details }) => {
        this.#sockets.watched = watched;
        this.#details.watch(details);
      },
      onQuery: async (query) => this.#sockets.query(query),
      onSocketQuery: (query) => inquiry.answer(query),
      changes: this.#settings.keeper,
      onWelcome: () => this.#settings.connected(),
      log,
    });
    this.#ticker = new Ticker(options.intervalMs, systemClock, (time) => this.#tick(time));
  }

  async start(): Promise<void> {
    await this.#settings.start();
    removeAbandoned(this.#log);
    this.#uplink.start();
    this.#ticker.start();
  }

  /** Ends within about a second, after sending what the server still takes. */
  async stop(): Promise<void> {
    await this.#settings.stop();
    await this.#ticker.stop();
    this.#churn.stop();
    this.#sockets.stop();
    this.#details.stop();
    await this.#uplink.stop(STOP_GRACE_MS);
    this.#kernel.close();
    this.#diag.close();
    this.#destroyed.close();
    this.#namespaces.close();
    this.#sysctls.close();
    this.#cgroups.close();
  }

  async #tick(time: TickTime): Promise<void> {
    const startedMs = performance.now();
    const usage = this.#usage.tick(time.monoMs);
    if (usage !== undefined) this.#governor.ticked(usage.cpuMs, usage.elapsedMs);
    this.#sampler.begin();
    await this.#sampler.readKernel(time.monoMs, this.#intervalMs * SOURCE_SHARE);
    this.#writeChurn(time.monoMs);
    this.#writeSockets(time.monoMs);
    this.#namespaces.tick(time.monoMs, this.#sampler);
    this.#writeProcesses(time.monoMs);
    this.#sampler.write('agent/self', [this.#selfRow(time, usage)]);
    this.#sampler.write('agent/source', this.#health.rows);
    this.#sampler.write('agent/dumps', dumpRows());
    this.#sampler.write('agent/vanished', vanishedRows());
    this.#ring.append(time, this.#sampler.view());
    this.#uplink.pump();
    this.#tickMs = performance.now() - startedMs;
    this.#warnOfRefused();
    this.#details.tick(time.monoMs);
    this.#settings.tick(time.monoMs, this.#intervalMs / TUNABLES_ROUND_MS);
  }

  /** Before the dump: what is closed by then is not in it. */
  #writeChurn(monoMs: number): void {
    const tick = this.#churn.tick(monoMs);
    if (tick === undefined) return;
    this.#sampler.write('sock_diag/churn', [tick.churn]);
    this.#sampler.write('sock_diag/closed', tick.closed);
  }

  #writeSockets(monoMs: number): void {
    const { inet, unix, others } = this.#sockets.tick(monoMs);
    if (inet !== undefined) {
      this.#sampler.write('sock_diag/summary', [inet.summary]);
      this.#sampler.write('sock_diag/states', inet.states);
      this.#sampler.write('sock_diag/fill', inet.fill);
    }
    if (others !== undefined) this.#sampler.write('sock_diag/others', others.sums);
    if (unix === undefined) return;
    this.#sampler.write('sock_diag/unix', [unix.summary]);
    this.#sampler.write('sock_diag/unix_states', unix.states);
  }

  #writeProcesses(monoMs: number): void {
    this.#processes.step(monoMs);
    this.#sampler.write('processes', this.#processes.summary);
    this.#sampler.write('processes/near', this.#processes.near);
  }

  #selfRow({ monoMs, lateMs }: TickTime, usage: Usage | undefined): AgentSelfRow {
    return {
      cpuPercent: usage?.cpuPercent,
      rssBytes: this.#memory.rssBytes(monoMs),
      tickMs: this.#tickMs,
      tickLateMs: lateMs,
      unackedTicks: this.#ring.length,
      droppedTicks: this.#ring.dropped,
      wireBytes: this.#uplink.wireBytes,
      reconnects: this.#uplink.reconnects,
      counterResets: this.#sampler.counterResets,
      refusedSeries: this.#sampler.refusedSeries,
    };
  }

  #warnOfRefused(): void {
    if (this.#toldOfRefused || this.#sampler.refusedSeries === 0) return;
    this.#toldOfRefused = true;
    this.#log.warn('too many series since the start: devices that appear from now on are left out until a restart');
  }
}

function claimsOf(options: AgentOptions): AgentClaims {
  const { machineId, ...machine } = readMachineFacts();
  return {
    protocol: PROTOCOL_VERSION,
    session: randomBytes(12).toString('hex'),
    agentVersion: AGENT_VERSION,
    intervalMs: options.intervalMs,
    mayApply: options.allowApply,
    facts: { ...machine, hostId: options.hostId ?? hostIdOf(machineId, options.dataDir) },
    missing: missingPrivileges(),
    ...(options.tags.length > 0 && { tags: options.tags }),
  };
}
