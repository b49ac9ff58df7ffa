import type { SysctlsReport } from '@netstrata/metrics';
import { commandOf } from '@netstrata/tunables/commandOf';
import type { SysctlItem } from './sysctlItems.ts';

/** Lines that show and that set a setting by hand. */
export interface SettingCommands {
  readonly show: string | undefined;
  readonly set: string;
}

const SHOW: Readonly<Record<string, string>> = { rings: '-g', channels: '-l', coalesce: '-c', features: '-k' };

/** A path in single quotes where a shell would read something into it. */
const quoted = (path: string): string => (/^[\w./:-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

export const commandsOf = (
  { ref, value, recommended }: SysctlItem,
  report: SysctlsReport | undefined,
): SettingCommands => {
  const { tunable, namespace, device, queue } = ref;
  const way = report?.namespaces.find(({ inode }) => String(inode) === namespace)?.way;
  const enter = way === undefined ? '' : `nsenter --net=${quoted(way)} `;
  const set = enter + commandOf({ tunable, proposed: recommended?.value ?? value ?? '', device, queue });
  if (device === undefined) return { show: `${enter}sysctl ${tunable}`, set };
  const [by, section = ''] = tunable.split('.');
  if (by === 'ethtool') return { show: `ethtool ${SHOW[section]} ${quoted(device)}`, set };
  if (section === 'tx_queue_len') return { show: `ip link show dev ${quoted(device)}`, set };
  const direction = section.startsWith('xps') ? 'tx' : 'rx';
  return { show: `cat ${quoted(`/sys/class/net/${device}/queues/${direction}-${queue}/${section}`)}`, set };
};
