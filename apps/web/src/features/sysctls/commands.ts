import type { SysctlsReport } from '@netstrata/metrics';
import { commandOf } from '@netstrata/tunables/commandOf';
import { shellWord } from '@netstrata/tunables/shellWord';
import type { SysctlItem } from './sysctlItems.ts';

/** Lines that show and that set a setting by hand. */
export interface SettingCommands {
  readonly show: string | undefined;
  /** Undefined where nothing but the value of now is known to set, or there is no such setting. */
  readonly set: { readonly line: string; readonly value: string } | undefined;
}

const SHOW: Readonly<Record<string, string>> = { rings: '-g', channels: '-l', coalesce: '-c', features: '-k' };

export const commandsOf = (
  { ref, value, recommended }: SysctlItem,
  report: SysctlsReport | undefined,
): SettingCommands => {
  const { tunable, namespace, device, queue } = ref;
  const way = report?.namespaces.find(({ inode }) => String(inode) === namespace)?.way;
  const enter = way === undefined ? '' : `nsenter --net=${shellWord(way)} `;
  const proposed = recommended?.value;
  const set =
    proposed === undefined || value === undefined || proposed === value
      ? undefined
      : { line: enter + commandOf({ tunable, proposed, device, queue }), value: proposed };
  if (device === undefined) return { show: `${enter}sysctl ${tunable}`, set };
  const [by, section = ''] = tunable.split('.');
  if (by === 'ethtool') return { show: `ethtool ${SHOW[section]} ${shellWord(device)}`, set };
  if (section === 'tx_queue_len') return { show: `ip link show dev ${shellWord(device)}`, set };
  const direction = section.startsWith('xps') ? 'tx' : 'rx';
  return { show: `cat ${shellWord(`/sys/class/net/${device}/queues/${direction}-${queue}/${section}`)}`, set };
};
