import type { SettingRef } from '@netstrata/protocol/types';

/** Whether a file of sysctls can set them at boot: devices and other network namespaces are set up by something else. */
export const canPersist = (settings: readonly Pick<SettingRef, 'namespace' | 'device'>[]): boolean =>
  settings.every(({ namespace, device }) => namespace === 'host' && device === undefined);
