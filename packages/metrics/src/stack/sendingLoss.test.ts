import { describe, expect, it } from 'vitest';
import { buildStack } from './buildStack.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { grows, inputOf, type Samples } from './stackFixture.ts';

const QUIET: Samples = {
  [ID.ip.outRequests]: grows(6),
  [ID.ip.inReceives]: grows(5),
  [ID.tcp.listenOverflows]: 7,
  [ID.udp.rcvbufErrors]: 7,
  [ID.sockets.recvQBytes]: 0,
  [`${ID.dev.rxBytes}{device=eth0}`]: grows(5),
};
const FULL_QUEUE = `${ID.qdisc.drops}{device=eth0,handle=8001:,kind=tbf,parent=root}`;
const FAIR_QUEUE = `${ID.qdisc.drops}{device=eth0,handle=8001:,kind=fq_codel,parent=root}`;
const TX_DROPPED = `${ID.dev.txDropped}{device=eth0}`;

const stackOf = (samples: Samples) => {
  const { layers } = english(buildStack(inputOf({ ...QUIET, ...samples })));
  return Object.fromEntries(
    layers.map(({ layer, state, reason, troubles }) => [
      layer,
      { state, reason, troubles: troubles.map((each) => each.state) },
    ]),
  );
};

describe('a packet that the queue of a device has no room for', () => {
  it.each([FULL_QUEUE, TX_DROPPED])('is a loss of the link alone: %s', (lost) => {
    const { link, network, socket } = stackOf({
      [lost]: grows(99),
      [ID.ip.outDiscards]: grows(100),
      [ID.udp.sndbufErrors]: grows(100),
    });
    expect(link?.state).toBe('saturated');
    expect(network).toMatchObject({ state: 'calm', reason: 'outgoing packets discarded, lost at Link: 100/s' });
    expect(network?.troubles).not.toContain('saturated');
    expect(socket).toMatchObject({ state: 'calm', reason: 'UDP datagrams not sent, lost at Link: 100/s' });
  });

  it.each([
    ['fewer than the layers above lost', { [FULL_QUEUE]: grows(74) }],
    ['in a queue that drops without a word', { [FAIR_QUEUE]: grows(100) }],
    ['where no queue is known', {}],
  ])('is not taken for what IP lost itself: %s', (_, samples: Samples) => {
    const { network, socket } = stackOf({
      ...samples,
      [ID.ip.outDiscards]: grows(100),
      [ID.udp6.sndbufErrors]: grows(100),
    });
    expect(network).toMatchObject({ state: 'saturated', reason: 'outgoing packets discarded: 100/s' });
    expect(socket).toMatchObject({ state: 'calm', reason: 'UDP datagrams not sent, lost at Network: 100/s' });
  });

  it('is not taken for datagrams that their own socket had no room for', () => {
    const { network, socket } = stackOf({
      [FULL_QUEUE]: grows(100),
      [ID.ip.outDiscards]: grows(100),
      [ID.udp.sndbufErrors]: grows(200),
    });
    expect(network?.state).toBe('calm');
    expect(socket).toMatchObject({
      state: 'saturated',
      reason: 'UDP datagrams not sent, send buffer full: 200/s',
    });
  });
});
