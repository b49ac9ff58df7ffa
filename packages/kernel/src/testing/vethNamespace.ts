import type { TestContext } from 'vitest';
import type {
  AddressRow,
  LinkRow,
  NeighRow,
  QdiscRow,
  RouteCountRow,
  RouteRow,
  WaitingNeighbourRow,
} from '../rtnetlinkRows.ts';
import type { Commands } from './commands.ts';
import { type QuietNamespace, quietNamespace } from './quietNamespace.ts';

/** What the product reads of rtnetlink, as JSON has it: what is undefined is not there. */
export interface RtnetlinkRows {
  readonly links: readonly LinkRow[];
  readonly qdiscs: readonly QdiscRow[];
  readonly neighbours: readonly NeighRow[];
  readonly routes: readonly RouteCountRow[];
  readonly routeList: readonly RouteRow[];
  readonly addresses: readonly AddressRow[];
  readonly waiting: readonly WaitingNeighbourRow[];
}

export interface VethNamespace extends QuietNamespace {
  readonly json: <T>(...command: string[]) => T;
  readonly ours: () => Promise<RtnetlinkRows>;
}

/** A namespace with a pair of devices, both up, one of them with an address. `options` are those of `ip link add veth0`. */
export async function vethNamespace(context: TestContext, commands: Commands, options = ''): Promise<VethNamespace> {
  const namespace = await quietNamespace(context, commands);
  const { inhabitant, inside, script } = namespace;
  // Quiet: no router is looked for, no duplicate address, no multicast group joined later.
  script(
    'ip link set lo up',
    `ip link add veth0 ${options} type veth peer name veth1`,
    'for device in veth0 veth1; do',
    '  echo 1 >/proc/sys/net/ipv6/conf/$device/disable_ipv6 || true',
    '  ip link set $device up',
    'done',
    'ip addr add 192.0.2.1/24 dev veth0',
  );
  return {
    ...namespace,
    json: <T>(...command: string[]): T => JSON.parse(inside(command)) as T,
    ours: async () => JSON.parse(await inhabitant.ask('rtnetlink')) as RtnetlinkRows,
  };
}
