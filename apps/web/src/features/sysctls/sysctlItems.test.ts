import type { Advice } from '@netstrata/advisor/types';
import type { SysctlsReport } from '@netstrata/metrics';
import type { ChangeRecord, Drift } from '@netstrata/protocol/types';
import { expect, test } from 'vitest';
import { filterItems } from './filterItems.ts';
import { HOST } from './place.ts';
import { sysctlItems } from './sysctlItems.ts';

const SOMAXCONN = 'net.core.somaxconn';
const FIN = 'net.ipv4.tcp_fin_timeout';
const file = (value: string) => [{ kind: 'file', from: '/etc/sysctl.d/9.conf', value }] as const;
const REPORT: SysctlsReport = {
  timeMs: 5000,
  startedMs: 1000,
  bootMs: 0,
  rows: [
    { name: SOMAXCONN, value: '128', atStart: '4096', setters: file('4096') },
    { name: FIN, value: '60', atStart: '60', setters: [] },
    { name: 'net.ipv4.tcp_rmem', value: '4096 131072 6291456', setters: [] },
    {
      name: 'net.netfilter.nf_conntrack_max',
      unreadable: 'there is no such thing here, in this kernel or this network namespace',
      setters: [],
    },
  ],
  namespaces: [{ inode: 7, name: 'blue', way: '/run/netns/blue', values: { [FIN]: '30' } }],
};
const ADVICE = {
  id: 'tcp-listen-overflow|:80',
  title: 'the queue overflows',
  changes: [{ tunable: SOMAXCONN, namespace: 'host', current: '128', proposed: '1024' }],
} as unknown as Advice;
const DRIFT: Drift = {
  tunable: SOMAXCONN,
  namespace: 'host',
  timeMs: 4000,
  before: '4096',
  after: '128',
  by: 'sysctl (pid 7)',
};
const KEPT = {
  id: 'c1',
  state: 'kept',
  requestedMs: 2000,
  changes: [{ tunable: SOMAXCONN, namespace: 'host', before: '128', after: '4096' }],
} as unknown as ChangeRecord;
const sources = {
  place: HOST,
  machine: undefined,
  report: REPORT,
  interfaces: undefined,
  advice: [ADVICE],
  changes: [KEPT],
  drifts: [DRIFT],
};
const byName = (items: ReturnType<typeof sysctlItems>) => new Map(items.map((item) => [item.entry.name, item]));

test('a setting is joined with its default, its advice, its files and who changed it', () => {
  const items = byName(sysctlItems(sources));
  expect(items.get(SOMAXCONN)).toMatchObject({
    value: '128',
    differs: true,
    recommended: { value: '1024', adviceId: 'tcp-listen-overflow|:80' },
    atBoot: '4096',
    change: 'kept',
    drifted: true,
  });
  expect(items.get(FIN)).toMatchObject({ differs: false, recommended: undefined, atBoot: undefined, drifted: false });
  // Its default is made from the machine: whether this is it cannot be told.
  expect(items.get('net.ipv4.tcp_rmem')).toMatchObject({ differs: undefined });
  expect(items.get('net.netfilter.nf_conntrack_max')).toMatchObject({
    value: undefined,
    unreadable: 'there is no such thing here, in this kernel or this network namespace',
  });
});

test('a default that memory tells is compared', () => {
  const machine = { memTotalBytes: 16 * 2 ** 30, pageSizeBytes: 4096, kernelRelease: '6.18.44' };
  const of = (value: string) => {
    const report = { ...REPORT, rows: [{ name: 'net.ipv4.tcp_wmem', value, setters: [] }] };
    return byName(sysctlItems({ ...sources, machine, report })).get('net.ipv4.tcp_wmem');
  };
  expect(of('4096 16384 131072')).toMatchObject({ differs: true, kernelDefault: '4096 16384 4194304' });
  expect(of('4096 16384 4194304')).toMatchObject({ differs: false });
});

test('what was changed from here after somebody else did is no drift', () => {
  const later = {
    ...KEPT,
    requestedMs: 4500,
    changes: [{ ...KEPT.changes[0], before: '4096', after: '128' }],
  } as ChangeRecord;
  expect(byName(sysctlItems({ ...sources, changes: [later] })).get(SOMAXCONN)?.drifted).toBe(false);
  const lost = { ...later, lost: [{ setting: DRIFT, now: '128' }] } as ChangeRecord;
  expect(byName(sysctlItems({ ...sources, changes: [lost], drifts: [] })).get(SOMAXCONN)?.drifted).toBe(true);
});

test('another namespace has what belongs to namespaces, and nothing else', () => {
  const items = byName(sysctlItems({ ...sources, place: { kind: 'namespace', inode: '7' } }));
  expect(items.get(FIN)).toMatchObject({ value: '30', differs: true, recommended: undefined });
  expect(items.get('net.ipv4.tcp_mem')).toBeUndefined();
});

test('the filter takes what is asked for, and every word of the search', () => {
  const items = sysctlItems(sources);
  const wordsOf = ({ entry }: (typeof items)[number]) => entry.title;
  const filter = { shown: 'all', layer: undefined, search: '', wordsOf } as const;
  expect(filterItems(items, { ...filter, shown: 'changed' }).map(({ entry }) => entry.name)).toEqual([SOMAXCONN]);
  expect(filterItems(items, { ...filter, shown: 'drifted' })).toHaveLength(1);
  expect(filterItems(items, { ...filter, search: 'FIN timeout' }).map(({ entry }) => entry.name)).toContain(FIN);
  expect(filterItems(items, { ...filter, layer: 'link', shown: 'recommended' })).toEqual([]);
});
