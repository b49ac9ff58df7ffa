import { deviceCommand, isPlain, shellLine } from './deviceCommand.ts';
import type { KeptSetting } from './keptSettings.ts';
import { named } from './settings.ts';

export const EXPORT_FORMATS = ['sysctl', 'ansible', 'tuned'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportedHost {
  readonly hostId: string;
  readonly hostname: string;
}

/** A file of all kept settings, for another tool. No text of a person can end a line or be run in any of them. */
export function exportAs(format: ExportFormat, host: ExportedHost, kept: readonly KeptSetting[]): string {
  const lines = { sysctl: sysctlFile, ansible: ansibleTasks, tuned: tunedProfile }[format](host, kept);
  return `${lines.join('\n')}\n`;
}

/** Control characters and the line ends of all alphabets become spaces. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
const comment = (text: string): string => `# ${oneLine(text)}`;

const story = (setting: KeptSetting): string => {
  const { ref, before, after, by, because, timeMs } = setting;
  return comment(`${named(ref)}: ${before} -> ${after}, ${by}, ${new Date(timeMs).toISOString()}: ${because}`);
};

const head = ({ hostId, hostname }: ExportedHost, kept: readonly KeptSetting[]): readonly string[] => [
  comment(`Settings that are kept on ${hostname} (${hostId}) by Netstrata.`),
  ...(kept.length === 0 ? [comment('None is kept.')] : []),
];

/** What the format has no place for, with how it is made by hand. */
function aside(setting: KeptSetting): readonly string[] {
  const { ref, after, sound } = setting;
  if (!sound) return [story(setting), comment('Left out: its value is none that this setting takes.')];
  const command = deviceCommand(setting);
  const how = command === undefined ? `${ref.tunable} = ${after}` : shellLine(command);
  const where = ref.namespace === 'host' ? 'Not set by this file' : `Only in network namespace ${ref.namespace}`;
  return [story(setting), comment(`${where}: ${how}`)];
}

const isSysctl = ({ ref, sound }: KeptSetting): boolean =>
  sound && ref.device === undefined && ref.namespace === 'host';
const isOfDevice = (setting: KeptSetting): boolean =>
  setting.sound && setting.ref.device !== undefined && setting.ref.namespace === 'host' && isPlain(setting);

function sysctlFile(host: ExportedHost, kept: readonly KeptSetting[]): readonly string[] {
  const lines = kept.flatMap((setting) => [
    '',
    ...(isSysctl(setting) ? [story(setting), `${setting.ref.tunable} = ${setting.after}`] : aside(setting)),
  ]);
  return [...head(host, kept), ...lines];
}

/** In double quotes as JSON has them, which YAML reads the same. */
const yaml = (text: string): string => JSON.stringify(text);

function ansibleTasks(host: ExportedHost, kept: readonly KeptSetting[]): readonly string[] {
  const tasks = kept.flatMap((setting) => ['', ...ansibleTask(setting)]);
  return [...head(host, kept), ...(kept.some((each) => isSysctl(each) || isOfDevice(each)) ? [] : ['[]']), ...tasks];
}

function ansibleTask(setting: KeptSetting): readonly string[] {
  const { ref, after } = setting;
  if (isSysctl(setting))
    return [
      story(setting),
      `- name: ${yaml(`Set ${ref.tunable}`)}`,
      '  ansible.posix.sysctl:',
      `    name: ${yaml(ref.tunable)}`,
      `    value: ${yaml(after)}`,
      '    sysctl_file: /etc/sysctl.d/90-netstrata.conf',
      '    state: present',
      '    reload: true',
    ];
  const command = deviceCommand(setting);
  if (command === undefined || !isOfDevice(setting)) return aside(setting);
  const run =
    'argv' in command
      ? ['  ansible.builtin.command:', `    argv: [${command.argv.map(yaml).join(', ')}]`]
      : ['  ansible.builtin.shell:', `    cmd: ${yaml(shellLine(command))}`];
  return [story(setting), `- name: ${yaml(`Set ${named(ref)}`)}`, ...run, '  changed_when: true'];
}

const TUNED_NET = { rings: 'ring', channels: 'channels', coalesce: 'coalesce', features: 'features' } as const;

function tunedProfile(host: ExportedHost, kept: readonly KeptSetting[]): readonly string[] {
  const sysctls = kept.filter(isSysctl);
  const devices = kept.filter(isOfDevice);
  const files = devices.filter(({ ref }) => ref.tunable.startsWith('sysfs.'));
  const rest = kept.filter((setting) => !isSysctl(setting) && !isOfDevice(setting));
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', `[${title}]`, ...lines]);
  return [
    ...head(host, kept),
    ...rest.flatMap(aside),
    ...section('main', ['summary=Settings kept by Netstrata']),
    ...section(
      'sysctl',
      sysctls.flatMap((setting) => [story(setting), `${setting.ref.tunable}=${setting.after}`]),
    ),
    ...section(
      'sysfs',
      files.flatMap((setting) => {
        const command = deviceCommand(setting);
        return command !== undefined && 'path' in command ? [story(setting), `${command.path}=${command.value}`] : [];
      }),
    ),
    ...[...new Set(devices.map(({ ref }) => ref.device ?? ''))].flatMap((device) => {
      const own = devices.filter(({ ref }) => ref.device === device && ref.tunable.startsWith('ethtool.'));
      return own.length === 0 ? [] : section(`net_${device}`, ['type=net', `devices=${device}`, ...tunedNet(own)]);
    }),
  ];
}

/** One line for each kind of setting: `ring=rx 512 tx 512`. */
function tunedNet(own: readonly KeptSetting[]): readonly string[] {
  const kinds = Object.entries(TUNED_NET).map(([kind, key]) => {
    const of = own.filter(({ ref }) => ref.tunable.startsWith(`ethtool.${kind}.`));
    const words = of.map(({ ref, after }) => `${ref.tunable.split('.').slice(2).join('.')} ${after}`);
    return of.length === 0 ? [] : [...of.map(story), `${key}=${words.join(' ')}`];
  });
  return kinds.flat();
}
