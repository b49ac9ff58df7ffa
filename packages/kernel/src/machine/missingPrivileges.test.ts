import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TRACE_REFUSALS } from '../tracefs/traceRefusals.ts';
import { missingPrivileges, missingPrivilegesOf } from './missingPrivileges.ts';

const HOST = { userNamespace: 'user:[4026531837]', pidNamespace: 'pid:[4026531836]' };
const SYS_PTRACE = 1n << 19n;
const NET_ADMIN = 1n << 12n;
const DAC_READ_SEARCH = 1n << 2n;
const DAC_OVERRIDE = 1n << 1n;
const capabilitiesMissing = (standing: Parameters<typeof missingPrivilegesOf>[0]) =>
  missingPrivilegesOf(standing).map((missing) => missing.capability);

const SYS_ADMIN = 1n << 21n;
test.each([0n, SYS_PTRACE, DAC_READ_SEARCH, DAC_OVERRIDE | DAC_READ_SEARCH])(
  'with capabilities %i the processes of others have no names',
  (capEff) => {
    expect(missingPrivilegesOf({ ...HOST, capEff }).slice(0, 1)).toEqual([
      {
        what: "The process behind another user's socket",
        why: "Reading /proc/PID/fd of another user's process needs both capabilities; its sockets are shown without a name.",
        capability: 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH (or run it as root)',
      },
    ]);
  },
);

test.each([0n, DAC_READ_SEARCH])('with capabilities %i the options of others’ sockets stay unknown', (capEff) => {
  expect(missingPrivilegesOf({ ...HOST, capEff })[1]).toEqual({
    what: "The options of another user's socket, and what its process waits in",
    why: 'Options are read through a descriptor borrowed from the process for a moment (pidfd_getfd), waits from /proc/PID/task/TID/syscall.',
    capability: 'CAP_SYS_PTRACE (or run it as root)',
  });
});

const SYSLOG = 1n << 34n;
const SEEING = SYS_ADMIN | NET_ADMIN | SYS_PTRACE | SYSLOG;
test.each([SEEING | DAC_READ_SEARCH, SEEING | DAC_OVERRIDE, 0x1ffffffffffn])(
  'with capabilities %i nothing is missing',
  (capEff) => {
    expect(missingPrivilegesOf({ ...HOST, capEff })).toEqual([]);
  },
);

test('without CAP_SYS_ADMIN other network namespaces stay closed', () => {
  expect(missingPrivilegesOf({ ...HOST, capEff: SYS_PTRACE | DAC_OVERRIDE | NET_ADMIN | SYSLOG })).toEqual([
    {
      what: 'The network namespaces of containers',
      why: 'Listing the sockets in another network namespace means going there; finding those of other users needs CAP_SYS_PTRACE too.',
      capability: 'CAP_SYS_ADMIN (or run it as root)',
    },
  ]);
});

test('capabilities of a user namespace do not count outside it', () => {
  const standing = { ...HOST, capEff: 0x1ffffffffffn, userNamespace: 'user:[4026532203]' };
  expect(capabilitiesMissing(standing)).toEqual([
    'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH in the initial user namespace',
    'CAP_NET_ADMIN in the initial user namespace (or a larger net.core.rmem_max)',
    'CAP_NET_ADMIN',
  ]);
});

test('without CAP_NET_ADMIN the queue of closed sockets is held to net.core.rmem_max', () => {
  const capEff = 0x1ffffffffffn & ~NET_ADMIN;
  expect(missingPrivilegesOf({ ...HOST, capEff })).toMatchObject([
    { what: 'Some of many connections that are closed at once', why: expect.stringContaining('net.core.rmem_max') },
    { what: 'The marks of sockets, and the packet filters of captures', capability: 'CAP_NET_ADMIN' },
  ]);
});

test('a container sees only its own processes', () => {
  const standing = { ...HOST, capEff: 0x1ffffffffffn, pidNamespace: 'pid:[4026532204]' };
  expect(capabilitiesMissing(standing)).toEqual(['the PID namespace of the host (docker run --pid=host)']);
});

test('what cannot be known is not claimed', () => {
  const standing = { capEff: 0x1ffffffffffn, userNamespace: undefined, pidNamespace: undefined };
  expect(missingPrivilegesOf(standing)).toEqual([]);
});

test('names the functions that drop packets only with CAP_SYSLOG', () => {
  expect(missingPrivilegesOf({ ...HOST, capEff: 0x1ffffffffffn & ~SYSLOG })).toEqual([
    {
      what: 'The kernel functions that drop packets, by name',
      why: 'Without it /proc/kallsyms shows names without addresses; drops are told by their reason alone.',
      capability: 'CAP_SYSLOG (and kernel.kptr_restrict below 2)',
    },
  ]);
});

test.each(Object.entries(TRACE_REFUSALS))('a tracefs that is %s is named with what brings it', (_, refusal) => {
  expect(missingPrivilegesOf({ ...HOST, capEff: 0x1ffffffffffn }, refusal)).toEqual([
    { what: 'Why packets are dropped, which buffers are full and what TCP sends again', ...refusal },
  ]);
});

test('a tracefs that is not mounted is closed to an ordinary user even when it is', () => {
  const missing = missingPrivilegesOf({ ...HOST, capEff: 0n }, TRACE_REFUSALS['not-found']);
  expect(missing.at(-1)?.capability).toBe('mount -t tracefs nodev /sys/kernel/tracing, and CAP_DAC_OVERRIDE');
});

test('looks whether tracefs is there and mounted', () => {
  const sysRoot = mkdtempSync(join(tmpdir(), 'netstrata-missing-'));
  onTestFinished(() => rmSync(sysRoot, { recursive: true }));
  const cures = () => missingPrivileges({ sysRoot }).map(({ capability }) => capability);
  expect(cures()).toContain('a kernel with CONFIG_TRACING and CONFIG_NET');
  mkdirSync(join(sysRoot, 'kernel/tracing'), { recursive: true });
  expect(cures()).toContain('mount -t tracefs nodev /sys/kernel/tracing');
  mkdirSync(join(sysRoot, 'kernel/tracing/instances'));
  expect(cures().filter((cure) => /tracefs|CONFIG/.test(cure))).toEqual([]);
});

test('says so where there is no /proc', () => {
  expect(() => missingPrivileges({ procRoot: '/nonexistent' })).toThrow(expect.objectContaining({ code: 'not-found' }));
});
