import { expect, it } from 'vitest';
import { applicationLayer } from './application.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { namespaceTroubles } from './namespaces.ts';
import { grows, inputOf, windowOf } from './stackFixture.ts';

const overflowsOf = (netns: string) => `${ID.netns.listenOverflows}{netns=${netns}}`;
const dropsOf = (netns: string) => `${ID.netns.udpRcvbufErrors}{netns=${netns}}`;
const unknown = Number.NaN;

it('a container that drops is a trouble of the application layer, though the host is calm', () => {
  const layer = english(
    applicationLayer(
      inputOf({
        [ID.tcp.activeOpens]: grows(2),
        [ID.tcp.passiveOpens]: grows(3),
        [overflowsOf('blue')]: grows(5),
        [overflowsOf('red')]: 7,
        [dropsOf('red')]: grows(12),
      }),
    ),
  );
  expect([layer.state, layer.reason]).toEqual([
    'busy',
    'datagrams dropped in namespace red, receive buffer full: 12/s',
  ]);
  expect(layer.troubles).toEqual([
    {
      id: 'application.netns.udpRcvbufErrors.red',
      title: 'Datagrams dropped in namespace red, receive buffer full',
      perSecond: 12,
      metric: 'network.netns.udpRcvbufErrors',
      labels: { netns: 'red' },
      state: 'busy',
    },
    expect.objectContaining({ id: 'application.netns.listenOverflows.blue', perSecond: 5 }),
  ]);
});

it('the namespace of the machine is called so, where the agent runs inside another one', () => {
  const { troubles, signals } = namespaceTroubles(windowOf({ [dropsOf('host')]: grows(193) }));
  expect(troubles[0]?.title).toEqual({
    en: 'Datagrams dropped in the host’s own namespace, receive buffer full',
    'zh-CN': '主机自身的命名空间中丢弃的数据报，接收缓冲区已满',
  });
  expect(signals.map(({ text }) => text.en)).toEqual([
    'datagrams dropped in the host’s own namespace, receive buffer full: 193/s',
  ]);
});

it('counters that are read every five ticks have a rate all the time', () => {
  const samples = [10, unknown, unknown, unknown, unknown, 20, unknown, unknown, unknown, unknown, 40];
  expect(namespaceTroubles(windowOf({ [overflowsOf('blue')]: samples })).troubles[0]?.perSecond).toBe(4);
  const held = namespaceTroubles(windowOf({ [overflowsOf('blue')]: samples.slice(0, 10) }, 9));
  expect(held.troubles[0]?.perSecond).toBe(2);
});

it('of many only the worst are named, and what stopped is no trouble', () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [overflowsOf(`ns${n}`), grows(n)]));
  expect(namespaceTroubles(windowOf(many)).troubles.map(({ labels }) => labels?.['netns'])).toEqual([
    'ns8',
    'ns7',
    'ns6',
  ]);
  expect(namespaceTroubles(windowOf({ [overflowsOf('blue')]: 9 }))).toEqual({ troubles: [], signals: [] });
});
