import { describe, expect, it } from 'vitest';
import { aboutMetricHref } from './aboutMetricHref.ts';
import { addressQuery, layerOfMetric, parseAddress } from './address.ts';
import { hostHref } from './hostHref.ts';
import { metricHref } from './metricHref.ts';
import { settingHref } from './settingHref.ts';

const parse = (query: string) => parseAddress(new URLSearchParams(query));

describe('parseAddress', () => {
  it('reads what is there', () => {
    expect(parse('layer=socket&metric=socket.udp.rcvbufErrors&table=ports&sockets=udp')).toEqual({
      layer: 'socket',
      metric: 'socket.udp.rcvbufErrors',
      of: {},
      table: 'ports',
      sockets: 'udp',
      socket: undefined,
    });
    expect(parse('sockets=udp&socket=b39ba')).toMatchObject({ layer: undefined, sockets: 'udp', socket: 'b39ba' });
    expect(parse('metric=link.dev.rxBytes&of=device:eth0.5&of=queue:a:b')).toMatchObject({
      layer: undefined,
      metric: 'link.dev.rxBytes',
      of: { device: 'eth0.5', queue: 'a:b' },
    });
  });

  it('takes what it does not know for absent', () => {
    expect(parse('layer=session&metric=a&table=ports&sockets=all&socket=../x&of=device:eth0')).toEqual({
      layer: undefined,
      metric: undefined,
      of: {},
      table: undefined,
      sockets: 'fullest',
      socket: undefined,
    });
    expect(parse('metric=link.dev.rxBytes&of=:x&of=device&of=../:x')).toMatchObject({ of: {} });
    expect(parse(`metric=a.${'b'.repeat(200)}`).metric).toBeUndefined();
    expect(parse('metric=a.<script>').metric).toBeUndefined();
  });
});

describe('addressQuery', () => {
  it('changes one part and keeps the others, those of other features too', () => {
    expect(addressQuery(new URLSearchParams('from=1&sockets=udp'), { layer: 'link' })).toBe(
      'from=1&sockets=udp&layer=link',
    );
    expect(addressQuery(new URLSearchParams('last=1h'), { metric: 'link.dev.rxBytes', of: { device: 'eth0' } })).toBe(
      'last=1h&metric=link.dev.rxBytes&of=device:eth0',
    );
  });

  it('has a socket open or a layer or metric, not both', () => {
    expect(addressQuery(new URLSearchParams('socket=1f'), { layer: 'link' })).toBe('layer=link');
    expect(addressQuery(new URLSearchParams('socket=1f'), { metric: 'link.dev.rxBytes' })).toBe(
      'metric=link.dev.rxBytes',
    );
    expect(addressQuery(new URLSearchParams('layer=link'), { layer: undefined, socket: '1f' })).toBe('socket=1f');
  });

  it('leaves defaults out, closes the table with its layer and the series with its metric', () => {
    const query = new URLSearchParams(
      'layer=link&metric=link.dev.rxBytes&of=device:lo&table=interfaces&sockets=senders',
    );
    expect(addressQuery(query, { layer: undefined, sockets: 'fullest' })).toBe('metric=link.dev.rxBytes&of=device:lo');
    expect(addressQuery(query, { metric: undefined })).toBe('layer=link&table=interfaces&sockets=senders');
  });
});

describe('metricHref', () => {
  it('leads to a metric of a host, and to one of its series', () => {
    expect(metricHref('self', 'link.dev.rxBytes')).toBe('/?metric=link.dev.rxBytes');
    expect(metricHref('a b', 'link.dev.rxBytes', { device: 'eth0', queue: '3' })).toBe(
      '/hosts/a%20b?metric=link.dev.rxBytes&of=device:eth0&of=queue:3',
    );
  });
});

describe('hostHref', () => {
  it('leads to a page of this machine or of another host', () => {
    expect([hostHref('self'), hostHref('self', '/sysctls')]).toEqual(['/', '/sysctls']);
    expect([hostHref('a b'), hostHref('a b', '/sysctls')]).toEqual(['/hosts/a%20b', '/hosts/a%20b/sysctls']);
    expect(settingHref('a b', 'net.core.somaxconn')).toBe('/hosts/a%20b/sysctls?tunable=net.core.somaxconn');
    expect(aboutMetricHref('self', 'link.dev.rxBytes')).toBe('/metrics?metric=link.dev.rxBytes');
  });
});

describe('layerOfMetric', () => {
  it('is the first word of the id', () => {
    expect(layerOfMetric('socket.udp.rcvbufErrors')).toBe('socket');
    expect(layerOfMetric('linkage.x.y')).toBe('application');
  });
});
