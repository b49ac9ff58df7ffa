import { beforeEach, expect, it } from 'vitest';
import type { Agents } from './Agents.ts';
import { openLedger } from './openLedger.ts';

let agents: Agents;
let written: () => unknown;
beforeEach(() => {
  const ledger = openLedger(':memory:');
  agents = ledger.agents;
  written = () => ledger.database.prepare('SELECT total_changes()').pluck().get();
  agents.addEnrolment(ENROLMENT);
});

const ENROLMENT = {
  id: 'e1',
  publicKey: 'token key',
  allowApply: true,
  createdMs: 1000,
  createdBy: 'person:ada@example.org',
  expiresMs: 5000,
};
const ARRIVAL = { hostId: 'host-0002', hostname: 'beta', agentVersion: '0.1.0', from: '10.0.0.2' };
const JOIN = { ...ARRIVAL, enrolmentId: 'e1', key: 'key-1', publicKey: 'public 1' };

it('a token lets one agent in, once', () => {
  const kept = {
    key: 'key-1',
    hostId: 'host-0002',
    publicKey: 'public 1',
    hostname: 'beta',
    agentVersion: '0.1.0',
    allowApply: true,
    joinedMs: 2000,
    joinedFrom: '10.0.0.2',
    revokedMs: null,
  };
  expect(agents.join(JOIN, 2000)).toEqual(kept);
  expect(agents.key('key-1')).toEqual(kept);
  expect(agents.liveKeyOf('host-0002')).toEqual(kept);
  expect(agents.enrolment('e1')).toEqual({ ...ENROLMENT, endedMs: 2000, usedBy: 'host-0002' });
  expect(agents.join({ ...JOIN, hostId: 'host-0003', key: 'key-2' }, 2001)).toBe('ended');
  expect(agents.keys()).toEqual([kept]);
});

it('a token that is unknown, over or taken back lets nobody in', () => {
  expect(agents.join({ ...JOIN, enrolmentId: 'e9' }, 2000)).toBe('unknown');
  expect(agents.join(JOIN, 5000)).toBe('expired');
  expect(agents.endEnrolment('e1', 2000)).toBe(true);
  expect(agents.endEnrolment('e1', 2001)).toBe(false);
  expect(agents.join(JOIN, 2002)).toBe('ended');
  expect(agents.enrolments(10)).toEqual([{ ...ENROLMENT, endedMs: 2000, usedBy: null }]);
  expect(agents.keys()).toEqual([]);
});

it('a host that has a key gets no other one until that is revoked, and the token is not used up by it', () => {
  agents.join(JOIN, 2000);
  agents.addEnrolment({ ...ENROLMENT, id: 'e2', allowApply: false });
  const again = { ...JOIN, enrolmentId: 'e2', key: 'key-2', publicKey: 'public 2' };
  expect(agents.join(again, 2500)).toBe('host-has-key');
  expect(agents.enrolment('e2')?.endedMs).toBeNull();
  expect(agents.revoke('host-0002', 3000)).toMatchObject({ key: 'key-1', revokedMs: 3000 });
  expect(agents.revoke('host-0002', 3001)).toBeUndefined();
  expect(agents.keys()).toMatchObject([{ key: 'key-1', revokedMs: 3000 }]);
  // A key that was revoked does not come back.
  expect(agents.join({ ...again, key: 'key-1' }, 3500)).toBe('host-has-key');
  expect(agents.join(again, 3500)).toMatchObject({ key: 'key-2', allowApply: false });
  expect(agents.keys()).toMatchObject([{ key: 'key-2', revokedMs: null }]);
  expect(agents.key('key-1')?.revokedMs).toBe(3000);
});

it('the host of the server itself is its own agent’s, and a host of an agent elsewhere is not', () => {
  const here = { ...ARRIVAL, hostId: 'host-0001', hostname: 'alpha' };
  expect(agents.welcomeLocal(here, 1000)).toBe(true);
  expect(agents.welcomeLocal({ ...here, agentVersion: '0.2.0' }, 2000)).toBe(true);
  expect(agents.liveKeyOf('host-0001')).toMatchObject({ publicKey: null, agentVersion: '0.2.0', joinedMs: 1000 });
  expect(agents.join({ ...JOIN, hostId: 'host-0001' }, 2000)).toBe('host-has-key');
  agents.join(JOIN, 2000);
  expect(agents.welcomeLocal(ARRIVAL, 2000)).toBe(false);
  expect(agents.keys().map(({ key }) => key)).toEqual(['local-host-0001', 'key-1']);
  agents.revoke('host-0001', 3000);
  expect(agents.welcomeLocal(here, 4000)).toBe(true);
  expect(agents.liveKeyOf('host-0001')).toMatchObject({ joinedMs: 4000, revokedMs: null });
});

it('an agent that comes as it was writes nothing, so that a full disk does not keep it away', () => {
  const local = { ...ARRIVAL, hostId: 'host-0001' };
  agents.join(JOIN, 2000);
  expect(agents.welcomeLocal(local, 2000)).toBe(true);
  const before = written();
  agents.told('key-1', ARRIVAL);
  expect(agents.welcomeLocal(local, 3000)).toBe(true);
  expect(written()).toBe(before);
  agents.told('key-1', { ...ARRIVAL, agentVersion: '0.2.0' });
  expect(agents.key('key-1')?.agentVersion).toBe('0.2.0');
});
