import { settingRule } from '../settingRule.ts';

/** Selective acknowledgement switched off: a loss of several segments takes a round trip each. */
export const settingTcpSackOff = settingRule({
  id: 'setting-tcp-sack-off',
  layer: 'transport',
  title: 'Selective acknowledgement is off',
  tunable: 'net.ipv4.tcp_sack',
  severity: 'warning',
  judge: ({ text }) =>
    text === '0'
      ? {
          proposed: 1,
          arithmetic: '0 is off, 1 is on and the default of the kernel',
          title: 'Lost packets are repaired one a round trip, as selective acknowledgement is off',
          why: 'With selective acknowledgement (SACK) a receiver says which segments have arrived, and the sender repeats just the missing ones, all of them within one round trip. Without it the sender learns of one hole at a time: a burst of ten lost segments takes ten round trips, and on a long path a transfer stands nearly still meanwhile. RACK, which finds losses early, and DSACK need it too.',
        }
      : undefined,
  actions: ['Only new connections use it: it is agreed on in their first two packets.'],
  risk: 'Risk 1 of 4. It was switched off in 2019 against a flaw of the kernel (SACK Panic, CVE-2019-11477), which every kernel since then has mended.',
  expectedEffect: 'New connections repair several losses in one round trip.',
  verify: '"ss -tin" shows "sack" among the options of connections that were opened afterwards.',
  notWhen: 'The kernel is older than June 2019 and cannot be updated.',
  about: {
    symptom: 'Transfers over a path with losses stall for many round trips at a time.',
    reasoning: 'net.ipv4.tcp_sack is 0, which is never better on a kernel that is kept up to date.',
    formula: '1, the default of the kernel',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_sack)', 'RFC 2018', 'CVE-2019-11477'],
  },
});
