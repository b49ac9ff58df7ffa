import { expect, it } from 'vitest';
import { adviceOf } from '../adviceFixture.ts';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { foldSymptoms } from '../foldSymptoms.ts';
import { sockUdpSndbufErrors } from './sock-udp-sndbuf-errors.ts';

const ERRORS = 'socket.udp.sndbufErrors';
const findings = (samples: Samples, open = false) =>
  told(sockUdpSndbufErrors, contextOf(samples), open ? new Set(['host']) : NOTHING_OPEN);

it('warns above 10 datagrams a minute of both families, and until a minute has none', () => {
  expect(findings({ [ERRORS]: grew(10, 1) })).toEqual([]);
  expect(findings({ [ERRORS]: grew(11, 1) })[0]).toMatchObject({ severity: 'warning', changes: [], arithmetic: '' });
  expect(findings({ [ERRORS]: grew(6, 1), 'socket.udp6.sndbufErrors': grew(5, 1) })).toHaveLength(1);
  expect(findings({ [ERRORS]: grew(1, 1) }, true)).toHaveLength(1);
  expect(findings({ [ERRORS]: grew(0) }, true)).toEqual([]);
});

it('names the device whose queue dropped them, and the sockets where none did', () => {
  const drops = (device: string) => labelled('link.qdisc.drops', { device, kind: 'fq', handle: '1:', parent: '' });
  const [stuck] = findings({ [ERRORS]: grew(5), [drops('eth0')]: grew(4), [drops('eth1')]: grew(9) });
  expect(stuck?.why).toContain('The queue of eth1 dropped 540 packets meanwhile');
  expect(stuck?.evidence.map(({ value }) => value)).toEqual([300, 540]);
  const [full] = findings({ [ERRORS]: grew(5), [drops('eth0')]: grew(0) });
  expect(full?.why).toContain('No queue of a device dropped any meanwhile');
  // What waits for a neighbour that does not answer fills the buffer, too.
  expect(full?.actions[0]).toContain('"ip neigh"');
  expect(stuck?.actions.join()).not.toContain('"ip neigh"');
});

it('blames no filter on arrival for what was to be sent', () => {
  const ingress = labelled('link.qdisc.drops', {
    device: 'eth0',
    kind: 'ingress',
    handle: 'ffff:',
    parent: 'ffff:fff1',
  });
  const [finding] = findings({ [ERRORS]: grew(5), [ingress]: grew(900) });
  expect(finding?.why).toContain('No queue of a device dropped any meanwhile');
  expect(finding?.where).not.toContain('eth0');
});

it('is told with the queue that drops, not beside it', () => {
  const open = [adviceOf('qdisc-drops'), adviceOf('sock-udp-sndbuf-errors')];
  const told = foldSymptoms(open, new Map([['sock-udp-sndbuf-errors:host', sockUdpSndbufErrors.yieldsTo ?? []]]));
  expect(told.map(({ rule, explains }) => [rule, explains?.length])).toEqual([['qdisc-drops', 1]]);
});
