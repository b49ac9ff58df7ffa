import {
  type ContainerNames,
  NamespaceDoor,
  NamespaceLinks,
  NamespaceReader,
  NamespaceSockDiag,
  NamespaceSysctls,
  NamespaceTable,
} from '@netstrata/kernel';
import type { Clock } from '../clock/Clock.ts';
import { Namespaces } from '../details/Namespaces.ts';
import type { Sampler } from '../sampler/Sampler.ts';
import type { SourceHealth } from '../sampler/SourceHealth.ts';
import { NamespaceQueries } from '../sockets/query/NamespaceQueries.ts';
import type { SocketOwners } from '../sockets/SocketDumper.ts';
import type { SocketNamer } from '../sockets/SocketNamer.ts';
import { NamespaceWatch } from './NamespaceWatch.ts';
import { SysctlsByNamespace } from './SysctlsByNamespace.ts';

export interface HostNamespacesParts {
  readonly tickMs: number;
  readonly health: SourceHealth;
  readonly clock: Clock;
  readonly owners: SocketOwners;
  readonly namer: SocketNamer;
  readonly containers?: ContainerNames;
}

const now = () => performance.now();

/** The other network namespaces of this host: their counters as metrics, and with their sockets as details. */
export class HostNamespaces {
  readonly #health: SourceHealth;
  readonly #door = new NamespaceDoor();
  readonly #diag = new NamespaceSockDiag(this.#door);
  readonly #links = new NamespaceLinks(this.#door);
  readonly #watch: NamespaceWatch;
  /** While a page shows them. */
  readonly details: Namespaces;
  readonly queries: NamespaceQueries;
  readonly sysctls: SysctlsByNamespace;

  constructor({ clock, containers, health, namer, owners, tickMs }: HostNamespacesParts) {
    this.#health = health;
    const table = new NamespaceTable(containers === undefined ? {} : { containers });
    const watch = new NamespaceWatch({ table, reader: new NamespaceReader(this.#door), tickMs, now });
    this.#watch = watch;
    this.details = new Namespaces({
      watch,
      table,
      readSockets: (namespace) => this.#diag.read(namespace),
      readLinks: (namespace) => this.#links.read(namespace),
      wallMs: clock.wallMs,
      now,
    });
    const reader = new NamespaceSysctls(this.#door);
    this.sysctls = new SysctlsByNamespace({
      namespaces: () => watch.readings.map(({ namespace }) => namespace),
      read: (namespace, names) => reader.read(namespace, names),
      now,
    });
    this.queries = new NamespaceQueries({ table, dumps: this.#diag, namer, owners, clock, now });
  }

  /** Reads what is due and writes it into the tick. Never fails. */
  tick(monoMs: number, sampler: Pick<Sampler, 'write'>): void {
    const startedMs = now();
    try {
      sampler.write('netns', this.#watch.step(monoMs));
      sampler.write('netns/summary', [this.#watch.summary]);
      this.#health.succeeded('netns', now() - startedMs);
    } catch (cause) {
      this.#health.failed('netns', now() - startedMs, cause);
    }
  }

  close(): void {
    this.queries.stop();
    this.#diag.close();
    this.#links.close();
    this.#door.close();
  }
}
