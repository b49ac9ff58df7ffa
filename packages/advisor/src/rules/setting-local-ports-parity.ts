import { settingRule } from '../settingRule.ts';

/** Both ends of the range of local ports odd, or both even. */
export const settingLocalPortsParity = settingRule({
  id: 'setting-local-ports-parity',
  layer: 'transport',
  title: 'Ends of the port range of the same parity',
  tunable: 'net.ipv4.ip_local_port_range',
  severity: 'info',
  judge: ({ numbers: [first, last] }) => {
    if (
      first === undefined ||
      last === undefined ||
      first < 1 ||
      last <= first ||
      last > 65_535 ||
      (last - first) % 2 !== 0
    )
      return undefined;
    const parity = first % 2 === 0 ? 'even' : 'odd';
    const proposed = last < 65_535 ? last + 1 : last - 1;
    return {
      proposed: [first, proposed],
      arithmetic: `${first} is ${parity}, so the other end should not be: ${last} ${proposed > last ? '+' : '-'} 1 = ${proposed}`,
      title: `The port range ${first} to ${last} has two ${parity} ends; the kernel wants one odd and one even`,
      why: 'The kernel looks for a local port in two halves: connect() tries the ports of one parity first, and bind() without a port those of the other, so that the two do not get in each other’s way. It counts on a range with as many even as odd ports and logs "prefer different parity for start/end values" when it has not; one port of the range is then hardly ever used. It costs little, and so does mending it.',
    };
  },
  actions: ['It acts at once, for new connections.'],
  risk: 'Risk 2 of 4. One port more or less.',
  expectedEffect: 'Both halves are of the same size, and the kernel no longer logs it.',
  verify: 'Setting the value again leaves no line about parity in "dmesg".',
  notWhen: 'The port at that end belongs to a service.',
  about: {
    symptom: 'A line about parity in the kernel log, each time the range is set.',
    reasoning: 'Both numbers of net.ipv4.ip_local_port_range are odd, or both are even.',
    formula: 'the last port plus one, or minus one at the very end',
    sources: [
      'Documentation/networking/ip-sysctl.rst (ip_local_port_range)',
      'net/ipv4/inet_hashtables.c of the kernel',
    ],
  },
});
