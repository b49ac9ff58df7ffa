import { NamespaceDoor, NamespaceSysctls, NamespaceTable } from '@netstrata/kernel';
import { detailMessage } from '@netstrata/protocol/schemas';
import { expect, onTestFinished, test } from 'vitest';
import { createNamespace, labSupport } from '../../../../packages/lab/src/index.ts';
import { bootSetters } from '../changes/overrides/bootSetters.ts';
import { systemClock } from '../clock/Clock.ts';
import { SysctlsByNamespace } from '../namespaces/SysctlsByNamespace.ts';
import { Sysctls } from './Sysctls.ts';

const support = labSupport();

test('the sysctls of another namespace are those that its kernel says, and a report passes the wire', async (context) => {
  if (!support.ok) context.skip(support.reason);
  await using namespace = await createNamespace();
  await namespace.sysctl('net.core.somaxconn', 77);
  const door = new NamespaceDoor();
  onTestFinished(() => door.close());
  const table = new NamespaceTable();
  for (let n = 0; n < 100 && !table.complete; n++) table.search(1000, 0);
  const reader = new NamespaceSysctls(door);
  const sysctls = new Sysctls({
    settings: {
      first: { timeMs: 1_700_000_000_000, values: { 'net.core.somaxconn': '4096' }, unreadable: {} },
      report: {
        timeMs: 1_700_000_001_000,
        values: {},
        unreadable: { 'net.core.somaxconn': 'the kernel refuses this user' },
      },
    },
    setters: async (names) => bootSetters(names, { file: '/etc/sysctl.d/90-netstrata.conf' }),
    elsewhere: new SysctlsByNamespace({
      namespaces: () => table.namespaces.filter(({ name }) => name === namespace.name),
      read: (of, names) => reader.read(of, names),
      now: () => 0,
    }),
    clock: systemClock,
  });
  const message = { kind: 'sysctls', answer: { ok: true, report: await sysctls.read() } };
  const { answer } = detailMessage.parse(JSON.parse(JSON.stringify(message)));
  if (!answer.ok) throw new Error(answer.reason);
  expect(message.answer.report.namespaces).toHaveLength(1);
  const [theirs] = message.answer.report.namespaces;
  expect(theirs?.values['net.core.somaxconn']).toBe('77');
  expect(theirs?.values['net.ipv4.tcp_rmem']).toBe((await namespace.sysctl('net.ipv4.tcp_rmem')).replaceAll('\t', ' '));
  // It has one value for the whole machine.
  expect(theirs?.values['net.ipv4.tcp_mem']).toBeUndefined();
  expect(message.answer.report.rows.find(({ name }) => name === 'net.core.somaxconn')).toMatchObject({
    value: undefined,
    unreadable: 'the kernel refuses this user',
    atStart: '4096',
  });
});
