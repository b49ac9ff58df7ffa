import { DeviceSettings, KernelError } from '@netstrata/kernel';
import { DEVICE_SETTINGS, parseTunable } from '@netstrata/tunables';
import { expect, test } from 'vitest';

/** Names of features that kernels older than 5.11 lack. */
const YOUNG = ['ethtool.features.rx-udp-gro-forwarding'];

test('every setting of the catalogue is one that the readers know, and each feature one of this kernel', async () => {
  const settings = new DeviceSettings();
  const wrong: string[] = [];
  for (const entry of DEVICE_SETTINGS) {
    const queue = entry.perQueue === undefined ? undefined : 0;
    try {
      const answer = parseTunable(entry, await settings.read({ name: entry.name, device: 'lo', queue }));
      if (!answer.ok) wrong.push(answer.error.message);
    } catch (cause) {
      if (!(cause instanceof KernelError)) throw cause;
      // Loopback has neither rings nor channels, but the kernel tells of every feature that it knows.
      const isFeature = entry.name.startsWith('ethtool.features.');
      const expected = isFeature ? YOUNG.includes(entry.name) : ['unsupported', 'not-found'].includes(cause.code);
      if (!expected) wrong.push(cause.message);
    }
  }
  expect(wrong).toEqual([]);
});
