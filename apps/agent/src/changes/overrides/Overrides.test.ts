import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { host, scratch } from '../testing/keeperRig.ts';
import { assignmentsIn, pathOfKey, sets } from './assignments.ts';
import { Overrides } from './Overrides.ts';

const SOMAXCONN = 'net.core.somaxconn';

/** A machine of files below a folder of the test. */
function machine(files: Readonly<Record<string, string>>, programs: readonly string[] = []) {
  const root = scratch();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const folders = ['etc/sysctl.d', 'run/sysctl.d', 'usr/local/lib/sysctl.d', 'usr/lib/sysctl.d'].map((path) =>
    join(root, path),
  );
  const told = (name = SOMAXCONN, file = join(root, 'etc/sysctl.d/90-netstrata.conf')) =>
    new Overrides({
      file,
      sysctl: { folders, conf: join(root, 'etc/sysctl.conf') },
      tuned: {
        active: join(root, 'etc/tuned/active_profile'),
        folders: ['etc/tuned', 'usr/lib/tuned'].map((path) => join(root, path)),
      },
      programs: () => new Set(programs),
    })
      .of([host(name)])[0]
      ?.map((sentence) => sentence.replaceAll(`${root}/`, '/'));
  return { root, told };
}

test('files that come later win, over all folders by their names, and sysctl.conf last', () => {
  const { told } = machine({
    'etc/sysctl.d/10-early.conf': `${SOMAXCONN} = 1`,
    'etc/sysctl.d/90-netstrata.conf': `${SOMAXCONN} = 2`,
    'etc/sysctl.d/99-late.conf': `# ${SOMAXCONN} = 0\n${SOMAXCONN} = 3\n ${SOMAXCONN}=\t4 \n`,
    'run/sysctl.d/95-run.conf': `net/core/somaxconn = 5`,
    'run/sysctl.d/99-late.conf': `${SOMAXCONN} = 6`,
    'usr/lib/sysctl.d/90-z.conf': `-${SOMAXCONN} = 7`,
    'usr/lib/sysctl.d/99-other.conf': 'net.core.rmem_max = 8',
    'usr/lib/sysctl.d/99-notes.txt': `${SOMAXCONN} = 9`,
    'etc/sysctl.conf': `${SOMAXCONN} = 10`,
  });
  expect(told()).toEqual([
    '/usr/lib/sysctl.d/90-z.conf sets it to 7',
    '/run/sysctl.d/95-run.conf sets it to 5',
    '/etc/sysctl.d/99-late.conf sets it to 4',
    '/etc/sysctl.conf sets it to 10',
  ]);
  expect(told('net.ipv4.tcp_rmem')).toEqual([]);
  expect(told(SOMAXCONN, '/srv/90-netstrata.conf')).toHaveLength(6);
});

test('a file that is a link is read, once; one to /dev/null switches the others of its name off', () => {
  const { root, told } = machine({
    'etc/sysctl.conf': `${SOMAXCONN} = 1`,
    'usr/lib/sysctl.d/95-off.conf': `${SOMAXCONN} = 2`,
    'etc/sysctl.d/97-huge.conf': `${SOMAXCONN} = 3\n${'#'.repeat(300_000)}`,
  });
  symlinkSync('../sysctl.conf', join(root, 'etc/sysctl.d/99-sysctl.conf'));
  symlinkSync('/dev/null', join(root, 'etc/sysctl.d/95-off.conf'));
  symlinkSync('/nowhere', join(root, 'etc/sysctl.d/96-broken.conf'));
  mkdirSync(join(root, 'etc/sysctl.d/98-folder.conf'));
  expect(told()).toEqual(['/etc/sysctl.d/99-sysctl.conf sets it to 1']);
});

test('tuned is named with the profile that has the last word, and bpftune while it runs', () => {
  const files = {
    'etc/tuned/active_profile': 'mine\n',
    'etc/tuned/mine/tuned.conf':
      '[main]\nsummary=x\ninclude=network-latency,../../evil\n[my-net]\ntype=sysctl\nnet.ipv4.tcp_fastopen=3\n',
    'usr/lib/tuned/network-latency/tuned.conf': `[main]\ninclude=base\n[sysctl]\n${SOMAXCONN}=>2048\n[vm]\ntransparent_hugepages=never\n`,
    'usr/lib/tuned/base/tuned.conf': `[main]\ninclude=mine\n[sysctl]\n${SOMAXCONN}=512\nnet.core.busy_read=50\n`,
  };
  const { told } = machine(files);
  expect(told()).toEqual(['tuned, when it runs, sets it to at least 2048 (profile network-latency)']);
  expect(told('net.core.busy_read')).toEqual(['tuned, when it runs, sets it to 50 (profile base)']);
  const running = machine(files, ['tuned', 'bpftune']);
  expect(running.told('net.ipv4.tcp_fastopen')).toEqual([
    'tuned sets it to 3 (profile mine)',
    'bpftune is running and changes network settings at any time',
  ]);
  expect(running.told('fs.file-max')).toEqual([]);
});

test('what is no sysctl of this namespace is set by nobody', () => {
  const { root } = machine({});
  const overrides = new Overrides({ file: join(root, 'x.conf'), programs: () => new Set(['bpftune']) });
  expect(
    overrides.of([
      { tunable: SOMAXCONN, namespace: '4026531840' },
      { tunable: 'ethtool.rings.rx', namespace: 'host', device: 'eth0' },
    ]),
  ).toEqual([[], []]);
});

test('the machine that this runs on can be asked', () => {
  expect(new Overrides({ file: '/etc/sysctl.d/90-netstrata.conf' }).of([host('net.core.message_burst')])).toHaveLength(
    1,
  );
});

test.each([
  ['net.core.somaxconn', 'net/core/somaxconn'],
  ['net/core/somaxconn', 'net/core/somaxconn'],
  ['net.ipv4.conf.eth0/100.rp_filter', 'net/ipv4/conf/eth0.100/rp_filter'],
  ['net/ipv4/conf/eth0.100/rp_filter', 'net/ipv4/conf/eth0.100/rp_filter'],
])('%s is %s', (key, path) => {
  expect(pathOfKey(key)).toBe(path);
});

test.each([
  ['net.core.*', true],
  ['net/core/somax*', true],
  ['net.*.somaxconn', true],
  ['net.core.somaxcon?', true],
  ['net.core.[rs]omaxconn', true],
  ['net.core.[a-z]omaxconn', true],
  ['net.core.[!s]omaxconn', false],
  ['net.*', false],
  ['*', false],
  ['net.core.somaxconn?', false],
  [`net.core.${'*a'.repeat(60)}`, false],
  [`net.core.${'*'.repeat(150)}`, true],
  ['net.core.[', false],
])('%s: %s', (key, expected) => {
  expect(sets({ path: pathOfKey(key), value: '1' }, 'net/core/somaxconn')).toBe(expected);
});

test('lines that set nothing are passed by', () => {
  expect(assignmentsIn('\n# a = 1\n; b = 2\n= 3\n-\n-net.core.x\nnet.core.y\r\n - net.core.z = 4\r\n')).toEqual([
    { path: 'net/core/z', value: '4' },
  ]);
  expect(assignmentsIn('net.a.b = 1 = 2\0\u001b[2J')).toEqual([{ path: 'net/a/b', value: '1 = 2 [2J' }]);
});
