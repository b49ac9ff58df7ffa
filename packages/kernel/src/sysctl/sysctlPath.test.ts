import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { sysctlPath } from './sysctlPath.ts';

test.each([
  ['net.ipv4.tcp_rmem', 'net/ipv4/tcp_rmem'],
  ['vm.min_free_kbytes', 'vm/min_free_kbytes'],
  ['fs.file-max', 'fs/file-max'],
  ['net.ipv4.conf.eth0.rp_filter', 'net/ipv4/conf/eth0/rp_filter'],
  ['net.ipv4.conf.eth0.100.rp_filter', 'net/ipv4/conf/eth0.100/rp_filter'],
  ['net.ipv6.conf.br-0a1b.7.disable_ipv6', 'net/ipv6/conf/br-0a1b.7/disable_ipv6'],
  ['net.ipv4.neigh.default.gc_thresh3', 'net/ipv4/neigh/default/gc_thresh3'],
  ['net.ipv6.neigh.wg@home.gc_stale_time', 'net/ipv6/neigh/wg@home/gc_stale_time'],
])('%s is %s', (name, path) => {
  expect(sysctlPath(name).join('/')).toBe(path);
});

test.each([
  '',
  'net',
  'net.',
  '.net.core.somaxconn',
  'net..core',
  'net.core.somaxconn.',
  'kernel.core_pattern',
  'kernel.net.x',
  'netfilter.x',
  'NET.core.somaxconn',
  'net/core/somaxconn',
  'net.core/../../../etc/passwd',
  'net.core.some conn',
  'net.core.somaxconn\0',
  'net.core.somaxconn\n',
  'net.ipv4.conf.rp_filter',
  'net.ipv4.conf..rp_filter',
  'net.ipv4.conf.eth0.',
  'net.ipv4.conf.eth0/../all.rp_filter',
  'net.ipv4.conf...rp_filter',
  'net.ipv4.conf....rp_filter',
  'net.ipv4.conf.a..b.rp_filter',
  'net.ipv4.conf.sixteen-bytes-xxx.rp_filter',
  'net.ipv4.conf.eth0\0.rp_filter',
  'net.ipv4.conf.eth0.rp filter',
  '__proto__.x',
  `net.${'x'.repeat(300)}`,
])('%j is refused', (name) => {
  expect(() => sysctlPath(name)).toThrow(expect.objectContaining({ code: 'invalid-name' }));
});

test('no name leads out of net, vm and fs', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'net',
      'vm',
      'fs',
      'kernel',
      'ipv4',
      'ipv6',
      'conf',
      'neigh',
      '.',
      '..',
      '/',
      '\0',
      '',
      ' ',
      'eth0',
    ),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 7 }), fc.constantFrom('.', '', '/'), (words, glue) => {
      let components: string[];
      try {
        components = sysctlPath(words.join(glue));
      } catch (error) {
        if (error instanceof KernelError && error.code === 'invalid-name') return;
        throw error;
      }
      expect(['net', 'vm', 'fs']).toContain(components[0]);
      for (const component of components) {
        expect(component).not.toMatch(/^\.{0,2}$|[/\0\s]/);
      }
    }),
    { numRuns: 2000 },
  );
});
