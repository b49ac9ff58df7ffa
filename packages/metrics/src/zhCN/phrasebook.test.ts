import { expect, test } from 'vitest';
import { AGENT_PHRASES } from './agentPhrases.ts';
import { faultsOf } from './chinese.ts';
import { phrasebook } from './phrasebook.ts';

const say = phrasebook(AGENT_PHRASES);

test.each([
  ['They belong to other users.', '它们属于其他用户。'],
  ['They belong to other users. EBADF', '它们属于其他用户。EBADF'],
  [
    'net.core.somaxconn is 4096 now and not 99999: look again before changing it.',
    'net.core.somaxconn 现在是 4096，不是 99999：更改之前请重新查看。',
  ],
  [
    'ethtool.rings.rx of eth0 in net:[4026531840] is 256 now and not 512: look again before changing it.',
    '命名空间 4026531840 中的 eth0 的 ethtool.rings.rx 现在是 256，不是 512：更改之前请重新查看。',
  ],
  [
    'The change was refused. All is as before. net.core.rmem_max: write /proc/sys/net/core/rmem_max: the kernel rejected the request (EINVAL).',
    '更改被拒绝。一切与之前相同。net.core.rmem_max：write /proc/sys/net/core/rmem_max：内核拒绝了该请求（EINVAL）。',
  ],
  [
    'The 2 changes were refused. Not as before: net.core.rmem_max, net.core.wmem_max. net.core.rmem_max: it became 7 in the same moment. net.core.wmem_max: 5 was written, and the kernel made 4608 of it.',
    '2 个更改被拒绝。与之前不同：net.core.rmem_max、net.core.wmem_max。net.core.rmem_max：它在同一时刻变成了 7。net.core.wmem_max：写入了 5，内核把它变成了 4608。',
  ],
  [
    'the machine was started again since, and the value went with it; something else set this one',
    '机器此后重新启动过，该值随之消失；另有别的来源设置了它',
  ],
  [
    'net.core.somaxconn: "abc" is not a plain decimal number; allowed is a whole number from 0 to 2147483647.',
    'net.core.somaxconn："abc" 不是普通的十进制数；允许一个整数，0 到 2147483647。',
  ],
  [
    'net.ipv4.tcp_congestion_control: "fast" is not a known name; allowed is one of reno, cubic.',
    'net.ipv4.tcp_congestion_control："fast" 不是已知的名称；允许 reno、cubic 之一。',
  ],
  [
    'set ethtool.rings.rx of eth0: the kernel rejected the request (its driver does not let it be changed)',
    'set ethtool.rings.rx of eth0：内核拒绝了该请求（其驱动不允许更改）',
  ],
  [
    '/etc/sysctl.d/90-netstrata.conf cannot be used to keep settings: /etc/sysctl.d/90-netstrata.conf is a symbolic link.',
    '/etc/sysctl.d/90-netstrata.conf 不能用来保存参数：/etc/sysctl.d/90-netstrata.conf 是符号链接。',
  ],
  ['all protocols on interface 2 (eth0)', '接口 2 (eth0) 上的所有协议'],
  ['IPv4 on all interfaces', '所有接口上的 IPv4'],
  ['pid 4711, which has ended', '进程 4711，已结束'],
])('%s', (english, chinese) => {
  expect(say(english)).toBe(chinese);
});

test.each([
  '',
  'EBADF',
  '4096',
  'tcp_rmem',
  'a sentence that nobody has written',
  '它们属于其他用户。',
  'is missing',
  'it was closed. '.repeat(100),
])('%j stays as it is', (text) => {
  expect(say(text)).toBe(text);
});

test('phrases are Chinese, and have the same holes, names and numbers', () => {
  const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
  expect(AGENT_PHRASES.filter(([en, zh]) => String(holes(en)) !== String(holes(zh)))).toEqual([]);
  const plain = (text: string) => text.replaceAll(/\{\w+\}/g, '');
  expect(
    AGENT_PHRASES.flatMap(([en, zh]) =>
      faultsOf(
        plain(zh)
          .replaceAll(/ {2}|^ | $/g, ' ')
          .trim(),
        plain(en),
      ),
    ).filter((fault) => fault !== 'a space too many'),
  ).toEqual([]);
});
