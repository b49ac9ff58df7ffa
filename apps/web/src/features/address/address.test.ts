import { describe, expect, it } from 'vitest';
import { addressQuery, layerOfMetric, parseAddress } from './address.ts';

const parse = (query: string) => parseAddress(new URLSearchParams(query));

describe('parseAddress', () => {
  it('reads what is there', () => {
    expect(parse('layer=socket&metric=socket.udp.rcvbufErrors&table=ports&sockets=udp')).toEqual({
      layer: 'socket',
      metric: 'socket.udp.rcvbufErrors',
      table: 'ports',
      sockets: 'udp',
      socket: undefined,
    });
    expect(parse('sockets=udp&socket=b39ba')).toMatchObject({ layer: undefined, sockets: 'udp', socket: 'b39ba' });
  });

  it('takes what it does not know for absent', () => {
    expect(parse('layer=session&metric=a.b.c&table=ports&sockets=all&socket=../x')).toEqual({
      layer: undefined,
      metric: undefined,
      table: undefined,
      sockets: 'fullest',
      socket: undefined,
    });
  });
});

describe('addressQuery', () => {
  it('changes one part and keeps the others, those of other features too', () => {
    expect(addressQuery(new URLSearchParams('from=1&sockets=udp'), { layer: 'link' })).toBe(
      'from=1&sockets=udp&layer=link',
    );
  });

  it('has a socket open or a layer, not both', () => {
    expect(addressQuery(new URLSearchParams('socket=1f'), { layer: 'link' })).toBe('layer=link');
    expect(addressQuery(new URLSearchParams('layer=link'), { layer: undefined, socket: '1f' })).toBe('socket=1f');
  });

  it('leaves defaults out and closes the metric with its layer', () => {
    const query = new URLSearchParams('layer=link&metric=link.dev.rxBytes&table=interfaces&sockets=senders');
    expect(addressQuery(query, { layer: undefined, sockets: 'fullest' })).toBe('');
  });
});

describe('layerOfMetric', () => {
  it('is the first word of the id', () => {
    expect(layerOfMetric('socket.udp.rcvbufErrors')).toBe('socket');
    expect(layerOfMetric('linkage.x.y')).toBe('application');
  });
});
