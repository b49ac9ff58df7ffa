import { expect, test } from 'vitest';
import { inLanguage } from './inLanguage.ts';

const ROW = { seq: 7, action: 'change.undo', outcome: 'done', actor: 'person:ada@example.org', from: '', hash: 'f00d' };

test('rows of the audit, which are kept in English, are read in Chinese whenever they were written', () => {
  const rows = [
    { ...ROW, because: 'somebody asked for it; net.core.somaxconn was changed by somebody else since, it is 333' },
    { ...ROW, because: 'wrong address or password, or disabled', after: 'operator, 30 days' },
    { ...ROW, actor: 'process:pid 4711, which has ended', because: 'the load is high' },
  ];
  expect(inLanguage({ rows }, 'en').rows).toBe(rows);
  expect(inLanguage({ rows }, 'zh-CN')).toEqual({
    rows: [
      { ...ROW, because: '有人要求撤回；net.core.somaxconn 之后被别人改过，现在是 333' },
      { ...ROW, because: '地址或密码不对，或账户已停用', after: '操作员，30 天' },
      { ...ROW, actor: 'process:进程 4711，已结束', because: 'the load is high' },
    ],
  });
});

test.each([
  [
    { error: { code: 'conflict', message: 'net.core.rmem_max is 7 now and not 9: look again before changing it.' } },
    { error: { code: 'conflict', message: 'net.core.rmem_max 现在是 7，不是 9：更改之前请重新查看。' } },
  ],
  [
    { tunable: 'net.core.rmem_max', before: '1', after: '2', by: 'a process that this agent cannot see' },
    { tunable: 'net.core.rmem_max', before: '1', after: '2', by: '本 agent 看不到的进程' },
  ],
  [
    {
      overriddenBy: [
        '/etc/sysctl.d/99-x.conf sets it to 128',
        'bpftune is running and changes network settings at any time',
      ],
    },
    { overriddenBy: ['/etc/sysctl.d/99-x.conf 将其设为 128', 'bpftune 正在运行，随时会更改网络参数'] },
  ],
  [
    { unreadable: { 'net.core.rmem_max': 'read /proc/sys/net/core/rmem_max: the kernel refuses this user (EACCES)' } },
    { unreadable: { 'net.core.rmem_max': 'read /proc/sys/net/core/rmem_max：内核拒绝此用户（EACCES）' } },
  ],
  [
    {
      name: 'net.netfilter.nf_conntrack_max',
      unreadable: 'there is no such thing here, in this kernel or this network namespace',
    },
    { name: 'net.netfilter.nf_conntrack_max', unreadable: '此处没有该项：本内核或本网络命名空间没有它' },
  ],
  [
    { protocol: 'unix', local: 'stream without a name', state: 'listen' },
    { protocol: 'unix', local: '未命名的 stream', state: 'listen' },
  ],
  [
    { changes: [], by: 'ada (so says the host)', problem: 'net.core.rmem_max: changed by somebody else since' },
    { changes: [], by: 'ada（据主机所说）', problem: 'net.core.rmem_max：之后被别人改过' },
  ],
])('%j', (english, chinese) => {
  expect(inLanguage(english, 'zh-CN')).toEqual(chinese);
});

test('what is in both languages, and what nobody has a phrase for, is as it is', () => {
  const title = { en: 'No queue', 'zh-CN': '没有队列' };
  expect(inLanguage({ title, why: 'EBADF', name: 'pid 4, which has ended' }, 'zh-CN')).toEqual({
    title: '没有队列',
    why: 'EBADF',
    name: 'pid 4, which has ended',
  });
});
