import type { ContainerNames, InterfacesReader, SysctlReader } from '@netstrata/kernel';
import type { ChurnWatch } from '../churn/ChurnWatch.ts';
import type { Clock } from '../clock/Clock.ts';
import type { AskedOwners } from '../sockets/query/AskedOwners.ts';
import type { SocketDumper, SocketOwners } from '../sockets/SocketDumper.ts';
import type { SocketWatch } from '../sockets/SocketWatch.ts';
import { Churn, type ChurnParts } from './Churn.ts';
import type { DetailSources } from './DetailSource.ts';
import { Distributions } from './Distributions.ts';
import { Drops } from './drops/Drops.ts';
import { Interfaces } from './Interfaces.ts';
import type { Namespaces } from './Namespaces.ts';
import { Network } from './Network.ts';
import { Ports } from './Ports.ts';
import { Processes, type ProcessesParts } from './Processes.ts';
import { Sysctls, type SysctlsParts } from './Sysctls.ts';

export interface DetailSourcesParts extends Pick<ProcessesParts, 'cpuBudgetPercent' | 'cpuMs' | 'fullest'> {
  readonly asked: AskedOwners;
  readonly churn: ChurnWatch;
  readonly clock: Clock;
  readonly containers: ContainerNames;
  readonly dumper: Pick<SocketDumper, 'distributions'>;
  readonly interfaces: InterfacesReader;
  readonly listenerOf: ChurnParts['listenerOf'];
  readonly namespaces: Namespaces;
  readonly owners: SocketOwners;
  readonly settings: SysctlsParts['settings'];
  readonly sockets: SocketWatch;
  /** Where kept changes are set for the next boot. */
  readonly sysctlFile: string;
  readonly sysctls: SysctlReader;
  readonly sysctlsElsewhere: SysctlsParts['elsewhere'];
}

/** Every kind of report of a host. */
export function detailSources(parts: DetailSourcesParts): DetailSources {
  const { churn, clock, dumper, interfaces, listenerOf, namespaces, owners, settings, sockets, sysctls } = parts;
  const { monoMs, wallMs } = clock;
  const readSysctl = (name: string) => sysctls.read(name);
  return {
    churn: new Churn({ watch: churn, listenerOf, wallMs }),
    distributions: new Distributions(() => dumper.distributions),
    interfaces: new Interfaces({ read: (timeoutMs) => interfaces.read(timeoutMs), wallMs }),
    namespaces,
    drops: new Drops(),
    network: new Network(wallMs),
    ports: new Ports({ sockets, owners, asked: parts.asked, readSysctl, wallMs, monoMs }),
    processes: new Processes({ ...parts, closed: churn }),
    sysctls: new Sysctls({
      settings,
      setters: async (names) => {
        const { bootSetters } = await import('../changes/overrides/bootSetters.ts');
        return bootSetters(names, { file: parts.sysctlFile });
      },
      elsewhere: parts.sysctlsElsewhere,
      clock,
    }),
  };
}
