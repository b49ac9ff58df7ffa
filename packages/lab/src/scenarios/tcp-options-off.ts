import type { Scenario } from '../scenario/types.ts';

const OPTIONS = ['net.ipv4.tcp_sack', 'net.ipv4.tcp_timestamps', 'net.ipv4.tcp_window_scaling'];
const OFF: Scenario['sign'] = {
  what: 'options of TCP that are off',
  read: async ({ here }) => {
    const values = await Promise.all(OPTIONS.map((name) => here.sysctl(name)));
    return values.filter((value) => value === '0').length;
  },
  least: 3,
};

export const tcpOptionsOff: Scenario = {
  name: 'tcp-options-off',
  purpose: 'Selective acknowledgements, timestamps and window scaling are switched off.',
  opens: ['setting-tcp-sack-off', 'setting-tcp-timestamps-off', 'setting-tcp-window-scaling-off'],
  lookAlike: "The same traffic under the kernel's defaults.",
  sign: OFF,
  make: async (stage) => {
    for (const name of OPTIONS) await stage.sysctl(name, 0);
    await stage.start('mixedLoad', {});
  },
  makeLookAlike: async (stage) => {
    await stage.start('mixedLoad', {});
  },
};
