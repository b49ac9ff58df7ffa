import { settingRule } from '../settingRule.ts';

/** Both ends of the range of local ports odd, or both even. */
export const settingLocalPortsParity = settingRule({
  id: 'setting-local-ports-parity',
  layer: 'transport',
  title: { en: 'Ends of the port range of the same parity', 'zh-CN': '端口范围两端奇偶相同' },
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
      arithmetic: {
        en: `${first} is ${parity}, so the other end should not be: ${last} ${proposed > last ? '+' : '-'} 1 = ${proposed}`,
        'zh-CN': `${first} 是${parity === 'even' ? '偶数' : '奇数'}，所以另一端不应也是：${last} ${proposed > last ? '+' : '-'} 1 = ${proposed}`,
      },
      title: {
        en: `The port range ${first} to ${last} has two ${parity} ends; the kernel wants one odd and one even`,
        'zh-CN': `端口范围 ${first} 至 ${last} 两端都是${parity === 'even' ? '偶数' : '奇数'}；内核希望一奇一偶`,
      },
      why: {
        en: 'The kernel looks for a local port in two halves: connect() tries the ports of one parity first, and bind() without a port those of the other, so that the two do not get in each other’s way. It counts on a range with as many even as odd ports and logs "prefer different parity for start/end values" when it has not; one port of the range is then hardly ever used. It costs little, and so does mending it.',
        'zh-CN':
          '内核分两半找本地端口：connect() 先试一种奇偶的端口，不带端口的 bind() 先试另一种，好让两者互不妨碍。它指望范围内奇偶端口数相等，不等时会记日志 "prefer different parity for start/end values"；范围中就有一个端口几乎用不上。影响很小，修正也很容易。',
      },
    };
  },
  actions: [],
  risk: { en: 'Risk 2 of 4. One port more or less.', 'zh-CN': '风险 2/4。多一个或少一个端口。' },
  expectedEffect: {
    en: 'Both halves are of the same size, and the kernel no longer logs it.',
    'zh-CN': '两半大小相同，内核不再记这条日志。',
  },
  verify: {
    en: 'Setting the value again leaves no line about parity in "dmesg".',
    'zh-CN': '再次设置该值后，"dmesg" 中没有关于奇偶的行。',
  },
  notWhen: { en: 'The port at that end belongs to a service.', 'zh-CN': '那一端的端口属于某个服务。' },
  about: {
    feels: ['connections'],
    symptom: {
      en: 'A line about parity in the kernel log, each time the range is set.',
      'zh-CN': '每次设置该范围，内核日志中都有一行关于奇偶的话。',
    },
    reasoning: {
      en: 'Both numbers of net.ipv4.ip_local_port_range are odd, or both are even.',
      'zh-CN': 'net.ipv4.ip_local_port_range 的两个数同为奇数或同为偶数。',
    },
    formula: { en: 'the last port plus one, or minus one at the very end', 'zh-CN': '末端端口加一；已在最末端则减一' },
    sources: [
      'Documentation/networking/ip-sysctl.rst (ip_local_port_range)',
      'net/ipv4/inet_hashtables.c of the kernel',
    ],
  },
});
