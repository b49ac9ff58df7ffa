import { changeable, DEVICE_SETTINGS, type DeviceSetting, TUNABLES, type Tunable } from '@netstrata/tunables';

/** A setting of the catalogue with what it is on a host now. */
export interface ChooseRow {
  readonly entry: Tunable | DeviceSetting;
  /** Of a sysctl that could be read. */
  readonly value: string | undefined;
}

/** Every sysctl with its value, then every setting of devices: those have one value a device. */
export const chooseRows = (values: Readonly<Record<string, string | null>>): readonly ChooseRow[] => [
  ...TUNABLES.map((entry) => ({ entry, value: values[entry.name] ?? undefined })),
  ...DEVICE_SETTINGS.map((entry) => ({ entry, value: undefined })),
];

/** Every word must occur in the name, or in the title, help or unit, in English or in what the reader sees. */
export const matchesSetting = (
  { entry }: ChooseRow,
  seen: Pick<Tunable, 'title' | 'help' | 'unit'>,
  search: string,
): boolean => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = [entry, seen].flatMap(({ title, help, unit }) => [title, help, unit]);
  const text = [entry.name, ...texts].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Whether a name is a setting of a device, which has to be chosen too. */
export const isOfDevice = (entry: Tunable | DeviceSetting): entry is DeviceSetting =>
  changeable(entry.name)?.scope === 'device';
