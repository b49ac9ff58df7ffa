import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { fixture } from '../testing/fixture.ts';
import { parseCgroup } from './cgroupPlace.ts';

const ID = '4f5b17f2c0de4f5b17f2c0de4f5b17f2c0de4f5b17f2c0de4f5b17f2c0de4f5b';
const POD = '7c6a1b2c-0d1e-4f5a-9b8c-112233445566';
const SLICED = POD.replaceAll('-', '_');
const NEST = '/../../../kubepods.slice';

test.each([
  ['a service', '/system.slice/nginx.service', { unit: 'nginx.service' }],
  ['an instance', '/system.slice/system-getty.slice/getty@tty1.service', { unit: 'getty@tty1.service' }],
  ['a session', '/user.slice/user-1000.slice/session-3.scope', { unit: 'session-3.scope' }],
  [
    'a service of a user',
    '/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gnome.Terminal.slice/vte-spawn.scope',
    { unit: 'vte-spawn.scope' },
  ],
  [
    'a group inside a service',
    '/system.slice/postgresql@15-main.service/workers',
    { unit: 'postgresql@15-main.service' },
  ],
  ['the first process', '/init.scope', { unit: 'init.scope' }],
  ['a slice alone', '/user.slice', {}],
  ['nothing', '/', {}],
  ['docker by systemd', `/system.slice/docker-${ID}.scope`, { container: { runtime: 'docker', id: ID } }],
  ['docker by cgroupfs', `/docker/${ID}`, { container: { runtime: 'docker', id: ID } }],
  [
    'a service inside docker',
    `/docker/${ID}/system.slice/cron.service`,
    { container: { runtime: 'docker', id: ID }, unit: 'cron.service' },
  ],
  ['docker inside docker', `/docker/${'a'.repeat(64)}/docker/${ID}`, { container: { runtime: 'docker', id: ID } }],
  ['containerd by ctr', `/default/${ID}`, { container: { runtime: 'containerd', id: ID } }],
  ['nerdctl', `/user.slice/nerdctl-${ID}.scope`, { container: { runtime: 'containerd', id: ID } }],
  ['podman as root', `/machine.slice/libpod-${ID}.scope/container`, { container: { runtime: 'podman', id: ID } }],
  [
    'podman of a user',
    `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`,
    { container: { runtime: 'podman', id: ID } },
  ],
  ['podman by cgroupfs', `/libpod_parent/libpod-${ID}`, { container: { runtime: 'podman', id: ID } }],
  [
    'the monitor of podman, which is outside',
    `/machine.slice/libpod-conmon-${ID}.scope`,
    { unit: `libpod-conmon-${ID}.scope` },
  ],
  [
    'kubernetes with containerd',
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${SLICED}.slice/cri-containerd-${ID}.scope`,
    { container: { runtime: 'containerd', id: ID }, pod: POD },
  ],
  [
    'kubernetes with cri-o, guaranteed',
    `/kubepods.slice/kubepods-pod${SLICED}.slice/crio-${ID}.scope`,
    { container: { runtime: 'cri-o', id: ID }, pod: POD },
  ],
  [
    'kubernetes by cgroupfs',
    `/kubepods/besteffort/pod${POD}/${ID}`,
    { container: { runtime: 'container', id: ID }, pod: POD },
  ],
  [
    'kubernetes seen from inside',
    `${NEST}/kubepods-besteffort.slice/kubepods-besteffort-pod${SLICED}.slice/cri-containerd-${ID}.scope`,
    { container: { runtime: 'containerd', id: ID }, pod: POD },
  ],
  [
    'a static pod',
    `/kubepods/burstable/pod${'ab'.repeat(16)}/${ID}`,
    { container: { runtime: 'container', id: ID }, pod: 'ab'.repeat(16) },
  ],
  ['amazon ecs', `/ecs/0123456789abcdef/${ID}`, { container: { runtime: 'container', id: ID } }],
  [
    'lxc',
    '/lxc.payload.web1/system.slice/ssh.service',
    { container: { runtime: 'lxc', id: 'web1' }, unit: 'ssh.service' },
  ],
  ['old lxc', '/lxc/web1', { container: { runtime: 'lxc', id: 'web1' } }],
  [
    'nspawn',
    '/machine.slice/systemd-nspawn@web.service/payload/system.slice/nginx.service',
    { container: { runtime: 'nspawn', id: 'web' }, unit: 'nginx.service' },
  ],
  [
    'a machine',
    '/machine.slice/machine-qemu\\x2d1\\x2dbuild.scope',
    { container: { runtime: 'machine', id: 'qemu-1-build' } },
  ],
  ['a removed group', '/system.slice/old.service (deleted)', { unit: 'old.service' }],
])('knows %s', (_, path, place) => expect(parseCgroup(`0::${path}\n`)).toEqual(place));

test('with version 1, a container is found in any hierarchy, else the unit in that of systemd', () => {
  expect(parseCgroup(fixture('pid_cgroup'))).toEqual({
    container: { runtime: 'docker', id: '0123456789abcdef'.repeat(4) },
  });
  expect(parseCgroup('12:cpu,cpuacct:/system.slice\n1:name=systemd:/system.slice/ssh.service\n0::/\n')).toEqual({
    unit: 'ssh.service',
  });
});

test('refuses what the kernel does not write, and never invents', () => {
  for (const text of ['', '0::/a', '0:/a\n', 'x::/a\n', '0::a\n', '\n'])
    expect(() => parseCgroup(text)).toThrow(expect.objectContaining({ code: 'malformed' }));
  const good = `11:memory:/docker/${ID}\n0::/kubepods/pod${POD}/${ID}\n`;
  for (let length = 0; length < good.length; length++) parseOrRefuse(good.slice(0, length));
  fc.assert(fc.property(fc.string(), (text) => parseOrRefuse(`0::/${text}\n`)));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => parseOrRefuse(Buffer.from(bytes).toString('latin1'))),
  );
});

function parseOrRefuse(text: string): void {
  try {
    const { container, unit = '', pod = '' } = parseCgroup(text);
    expect(text).toContain(unit);
    expect(text.replaceAll('_', '-')).toContain(pod);
    if (container !== undefined && !text.includes('\\x')) expect(text).toContain(container.id);
  } catch (error) {
    if (!(error instanceof KernelError) || error.code !== 'malformed') throw error;
  }
}
