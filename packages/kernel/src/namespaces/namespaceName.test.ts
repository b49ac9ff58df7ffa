import { expect, test } from 'vitest';
import { namespaceName } from './namespaceName.ts';
import { parseNamespaceLink } from './nsfs.ts';

const FACTS = { inode: 4_026_532_176, mounts: [], pid: 700, program: 'nginx', isKernel: false, place: undefined };
const DOCKER = { container: { runtime: 'docker', id: '4f5b17f2c0de' } };
const UUID = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

test.each([
  ['ip netns', { mounts: ['/run/netns/blue'] }, 'blue', 'named'],
  ['a person before a container', { mounts: ['/run/netns/blue'], place: DOCKER }, 'blue', 'named'],
  ['docker', { mounts: ['/run/docker/netns/0123456789ab'], place: DOCKER }, 'docker 4f5b17f2c0de', 'container'],
  [
    "docker's own",
    { mounts: ['/run/docker/netns/1-abcdef0123'], pid: undefined, program: undefined },
    '1-abcdef0123',
    'named',
  ],
  [
    'a pod',
    { mounts: [`/run/netns/cni-${UUID}`], place: { container: { runtime: 'containerd', id: 'aa' }, pod: UUID } },
    `pod ${UUID}`,
    'pod',
  ],
  [
    'podman',
    { mounts: [`/run/netns/netns-${UUID}`], place: { container: { runtime: 'podman', id: '77' } } },
    'podman 77',
    'container',
  ],
  ['docker by name', { place: { container: { ...DOCKER.container, name: 'web' } } }, 'docker web', 'container'],
  ['a pod by name', { place: { ...DOCKER, pod: UUID, podName: 'default/web-0' } }, 'pod default/web-0', 'pod'],
  ['PrivateNetwork', { place: { unit: 'cups.service' } }, 'cups.service', 'unit'],
  ['a program of a session', { place: { unit: 'session-3.scope' } }, 'nginx (4026532176)', 'process'],
  ['a program', {}, 'nginx (4026532176)', 'process'],
  ['a file alone', { mounts: [`/run/netns/cni-${UUID}`], pid: undefined, program: undefined }, `cni-${UUID}`, 'named'],
  ['nothing', { pid: undefined, program: undefined }, 'netns 4026532176', 'inode'],
  ['the host', { pid: 1, program: 'systemd', place: { unit: 'init.scope' } }, 'host', 'host'],
  ['a thread of the kernel', { pid: 2, program: 'kthreadd', isKernel: true, place: {} }, 'host', 'host'],
  ['a program that took its name', { program: 'kthreadd' }, 'kthreadd (4026532176)', 'process'],
  ['a file that took the name of the host', { mounts: ['/run/netns/host'] }, 'host (4026532176)', 'named'],
  ['hostile names', { mounts: [`/run/netns/a\n\u202e${'b'.repeat(300)}`] }, `a ${'b'.repeat(62)}`, 'named'],
])('%s gives the name', (_, facts, name, naming) => {
  expect(namespaceName({ ...FACTS, ...facts })).toEqual({ name, naming });
});

test.each([
  ['net:[4026531840]', 4_026_531_840],
  ['net:[0]', 0],
  ['net:[]', undefined],
  ['net:[12345678901]', undefined],
  ['mnt:[4026531840]', undefined],
  ['net:[1] (deleted)', undefined],
  ['', undefined],
])('the link %j is of namespace %s', (link, inode) => expect(parseNamespaceLink(link)).toBe(inode));
