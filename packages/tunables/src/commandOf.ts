import { shellWord } from './shellWord.ts';

/** A setting and the value that it is to have. */
interface WantedValue {
  readonly tunable: string;
  readonly proposed: string;
  readonly device?: string | undefined;
  readonly queue?: number | undefined;
}

/** The option of ethtool that sets it. */
const OPTIONS: Readonly<Record<string, string>> = { rings: '-G', channels: '-L', coalesce: '-C', features: '-K' };

/** The line that makes a change by hand; what a shell would split or read is quoted. */
export function commandOf({ tunable, proposed, device, queue }: WantedValue): string {
  if (device === undefined) return `sysctl -w ${shellWord(tunable)}=${shellWord(proposed)}`;
  const [by, section = '', word = ''] = tunable.split('.');
  if (by === 'ethtool')
    return `ethtool ${OPTIONS[section]} ${shellWord(device)} ${shellWord(word)} ${shellWord(proposed)}`;
  if (section === 'tx_queue_len') return `ip link set dev ${shellWord(device)} txqueuelen ${shellWord(proposed)}`;
  const direction = section.startsWith('xps') ? 'tx' : 'rx';
  return `echo ${shellWord(proposed)} > ${shellWord(`/sys/class/net/${device}/queues/${direction}-${queue}/${section}`)}`;
}
