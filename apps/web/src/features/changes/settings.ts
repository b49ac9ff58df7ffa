import type { SettingRef } from '@netstrata/protocol/types';

/** Tells settings of one host apart. */
export const settingKey = ({ tunable, namespace, device, queue }: SettingRef): string =>
  [tunable, namespace, device ?? '', queue ?? ''].join('|');

/** A setting as the API takes it: what is not said is left out. */
export const refOf = ({ tunable, namespace, device, queue }: SettingRef): SettingRef => ({
  tunable,
  namespace,
  ...(device === undefined ? {} : { device }),
  ...(queue === undefined ? {} : { queue }),
});
