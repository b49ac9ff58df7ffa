/** A setting and the value that it is to have. */
interface WantedValue {
  readonly tunable: string;
  readonly proposed: string;
  readonly device?: string | undefined;
  readonly queue?: number | undefined;
}

/** Characters that no shell gives a meaning to. */
const PLAIN = /^[\w./:-]+$/;
/** The option of ethtool that sets it. */
const OPTIONS: Readonly<Record<string, string>> = { rings: '-G', channels: '-L', coalesce: '-C', features: '-K' };

/** The line that makes a change by hand; what a shell would split or read is quoted. */
export function commandOf({ tunable, proposed, device, queue }: WantedValue): string {
  if (device === undefined) return `sysctl -w ${quoted(tunable)}=${quoted(proposed)}`;
  const [by, section = '', word = ''] = tunable.split('.');
  if (by === 'ethtool') return `ethtool ${OPTIONS[section]} ${quoted(device)} ${quoted(word)} ${quoted(proposed)}`;
  if (section === 'tx_queue_len') return `ip link set dev ${quoted(device)} txqueuelen ${quoted(proposed)}`;
  const direction = section.startsWith('xps') ? 'tx' : 'rx';
  return `echo ${quoted(proposed)} > ${quoted(`/sys/class/net/${device}/queues/${direction}-${queue}/${section}`)}`;
}

function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
