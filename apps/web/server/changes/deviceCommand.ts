import type { KeptSetting } from './keptSettings.ts';

/** How a setting of a device is made by hand: a command with its arguments, or a file and what is written to it. */
export type DeviceCommand = { readonly argv: readonly string[] } | { readonly path: string; readonly value: string };

const FLAGS = { rings: '-G', channels: '-L', coalesce: '-C', features: '-K' } as const;
/** A name that means itself to every shell and template. */
const PLAIN = /^[\w.-]+$/;

/** Undefined for what is no setting of a device. */
export function deviceCommand({ ref, after }: KeptSetting): DeviceCommand | undefined {
  const { tunable, device, queue } = ref;
  const [interfaceName, section = '', word = ''] = tunable.split('.');
  if (device === undefined) return undefined;
  if (interfaceName === 'ethtool' && section in FLAGS)
    return { argv: ['ethtool', FLAGS[section as keyof typeof FLAGS], device, word, after] };
  if (interfaceName !== 'sysfs') return undefined;
  const folder = `/sys/class/net/${device}`;
  if (queue === undefined) return { path: `${folder}/${section}`, value: after };
  const direction = section.startsWith('xps') ? 'tx' : 'rx';
  return { path: `${folder}/queues/${direction}-${queue}/${section}`, value: after };
}

/** As one line for a shell. */
export function shellLine(command: DeviceCommand): string {
  if ('argv' in command) return command.argv.map(quoted).join(' ');
  return `echo ${quoted(command.value)} > ${quoted(command.path)}`;
}

/** Whether every word of it may stand in a file that a program expands. */
export const isPlain = ({ ref: { device = '' } }: KeptSetting): boolean => device === '' || PLAIN.test(device);

const quoted = (word: string): string => (/^[\w./:,=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
