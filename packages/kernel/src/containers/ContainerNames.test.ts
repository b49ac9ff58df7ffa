import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ContainerNames } from './ContainerNames.ts';

const ID = '4f5b17f2c0de4f5b17f2c0de4f5b17f2c0de4f5b17f2c0de4f5b17f2c0de4f5b';
const OTHER = ID.replaceAll('4', '9');
const POD = '7c6a1b2c-0d1e-4f5a-9b8c-112233445566';
const SHORT = '4f5b17f2c0de';

/** The files of a host, and names as they are known some milliseconds later. */
function host(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-containers-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  let nowMs = 0;
  const names = new ContainerNames({ root, now: () => nowMs });
  const named = (runtime: string, more: { id?: string; pod?: string; unit?: string } = {}) => {
    const { id = ID, ...rest } = more;
    return names.named({ container: { runtime, id }, ...rest });
  };
  return { root, write, named, wait: (ms: number) => (nowMs += ms) };
}

test('docker names a container in its own configuration', () => {
  const config = { State: { Running: true, Pid: 700 }, ID, Config: { Hostname: SHORT, Env: [] }, Name: '/web' };
  const { named } = host({ [`var/lib/docker/containers/${ID}/config.v2.json`]: JSON.stringify(config) });
  expect(named('docker', { unit: 'cron.service' })).toEqual({
    container: { runtime: 'docker', id: SHORT, name: 'web' },
    unit: 'cron.service',
  });
  expect(named('docker', { id: OTHER })).toEqual({ container: { runtime: 'docker', id: OTHER.slice(0, 12) } });
});

test('a container of docker that the kubelet named is called as the pod calls it', () => {
  const config = JSON.stringify({ ID, Name: `/k8s_nginx_web-0_default_${POD}_0` });
  const { named } = host({ [`var/lib/docker/containers/${ID}/config.v2.json`]: config });
  expect(named('docker').container).toMatchObject({ name: 'nginx' });
});

test('podman and CRI-O name theirs in the list of their storage, those that go with their end in another', () => {
  const storage = 'var/lib/containers/storage/overlay-containers';
  const { named, wait, write, root } = host({
    [`${storage}/containers.json`]: JSON.stringify([
      { id: ID, names: ['db'], image: 'aa', layer: 'bb', metadata: '{"image-name":"docker.io/library/postgres"}' },
    ]),
    [`${storage}/volatile-containers.json`]: JSON.stringify([{ id: OTHER, names: [`k8s_app_a_b_${POD}_1`, 'x'] }]),
  });
  expect(named('podman').container).toEqual({ runtime: 'podman', id: SHORT, name: 'db' });
  expect(named('cri-o', { id: OTHER }).container).toMatchObject({ name: 'app' });
  write(`${storage}/containers.json`, JSON.stringify([{ id: ID, names: ['renamed'] }]));
  utimesSync(join(root, storage, 'containers.json'), 1, 1);
  expect(named('podman').container).toMatchObject({ name: 'db' });
  wait(60_000);
  expect(named('podman').container).toMatchObject({ name: 'renamed' });
});

test('the kubelet names containers in the links to their logs, and pods in the folders of theirs', () => {
  const { named, root } = host({ [`var/log/pods/default_web-0_${POD}/nginx/0.log`]: '' });
  mkdirSync(join(root, 'var/log/containers'));
  const log = `/var/log/pods/default_web-0_${POD}/nginx/0.log`;
  symlinkSync(log, join(root, `var/log/containers/web-0_default_nginx-proxy-${ID}.log`));
  expect(named('containerd', { pod: POD })).toEqual({
    container: { runtime: 'containerd', id: SHORT, name: 'nginx-proxy' },
    pod: POD,
    podName: 'default/web-0',
  });
  const other = POD.replaceAll('7', '8');
  expect(named('containerd', { id: OTHER, pod: other })).toEqual({
    container: { runtime: 'containerd', id: OTHER.slice(0, 12) },
    pod: other,
  });
});

test('containerd’s own bundles tell names that CRI and nerdctl gave', () => {
  const bundles = 'run/containerd/io.containerd.runtime.v2.task';
  const of = (annotations: object) => JSON.stringify({ ociVersion: '1.1.0', hostname: 'x', annotations });
  const { named } = host({
    [`${bundles}/k8s.io/${ID}/config.json`]: of({ 'io.kubernetes.cri.container-name': 'coredns' }),
    [`${bundles}/default/${OTHER}/config.json`]: of({ 'nerdctl/name': 'cache', 'nerdctl/namespace': 'default' }),
  });
  expect(named('containerd').container).toMatchObject({ name: 'coredns' });
  expect(named('containerd', { id: OTHER }).container).toMatchObject({ name: 'cache' });
});

test('a container that was written down after its first process began gets its name a little later', () => {
  const { named, wait, write } = host({});
  expect(named('docker')).toEqual({ container: { runtime: 'docker', id: SHORT } });
  write(`var/lib/docker/containers/${ID}/config.v2.json`, JSON.stringify({ Name: '/late' }));
  expect(named('docker').container).not.toHaveProperty('name');
  wait(15_000);
  expect(named('docker').container).toMatchObject({ name: 'late' });
});

test('what has a name already keeps it, and files that are none of a runtime’s give none', () => {
  const { named } = host({
    [`var/lib/docker/containers/${ID}/config.v2.json`]: '{"Name": 5',
    'var/lib/containers/storage/overlay-containers/containers.json': '{"id": 1}',
    'var/lib/containers/storage/overlay-containers/volatile-containers.json': `[null, {"id": "${ID}", "names": [7]}]`,
    [`run/containerd/io.containerd.runtime.v2.task/k8s.io/${ID}/config.json`]: '{"annotations": []}',
    'var/log/containers/readme': '',
    'var/log/pods/readme': '',
  });
  expect(named('docker', { pod: POD })).toEqual({ container: { runtime: 'docker', id: SHORT }, pod: POD });
  expect(named('lxc', { id: 'web1' })).toEqual({ container: { runtime: 'lxc', id: 'web1' } });
  // An id is part of a path: nothing but digits gets there.
  expect(named('lxc', { id: '../../etc' })).toEqual({ container: { runtime: 'lxc', id: '../../etc' } });
  expect(new ContainerNames({ root: '/nowhere' }).named({})).toEqual({});
});

test('a name holds nothing that moves the text around it, and ends somewhere', () => {
  const config = JSON.stringify({ Name: `/a\u202e\n${'b'.repeat(500)}` });
  const { named } = host({ [`var/lib/docker/containers/${ID}/config.v2.json`]: config });
  expect(named('docker').container?.name).toBe(`a ${'b'.repeat(126)}`);
  const huge = JSON.stringify({ Name: '/web', Env: 'x'.repeat(1024 * 1024) });
  const { named: ofHuge } = host({ [`var/lib/docker/containers/${ID}/config.v2.json`]: huge });
  expect(ofHuge('docker').container).not.toHaveProperty('name');
});
