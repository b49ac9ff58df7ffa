import { describe, expect, it } from 'vitest';
import { hostOf } from './hostFixture.ts';
import { chosenHosts, hostsQuery, parseHostsQuery, tagsOf } from './hostsQuery.ts';

const parse = (query: string) => parseHostsQuery(new URLSearchParams(query));
const fleet = [
  hostOf('db-10', ['calm', 'saturated'], { tags: ['db', 'eu'] }),
  hostOf('db-2', ['busy'], { tags: ['db'], kernelRelease: '5.15.0' }),
  hostOf('web-1', [], { tags: ['eu'] }),
  hostOf('gone-1', [], { connected: false, live: false, lastSampleMs: 5000 }),
  hostOf('new-1', [], { connected: true, live: false, lastSampleMs: null }),
];
const names = (query: string) => chosenHosts(fleet, parse(query)).map(({ hostname }) => hostname);

describe('the address', () => {
  it.each(['', 'q=db+6.12', 'state=busy&sort=age&view=cards&tags=db,eu', 'tags=web'])(
    'says %j in as few words',
    (query) => {
      expect(hostsQuery(parse(query))).toBe(query);
    },
  );

  it('forgets what makes no sense', () => {
    expect(hostsQuery(parse('q=&state=fine&sort=colour&view=tree&tags=,'))).toBe('');
  });
});

describe('chosenHosts', () => {
  it.each([
    ['', ['db-10', 'db-2', 'web-1', 'gone-1', 'new-1']],
    ['q=DB', ['db-10', 'db-2']],
    ['q=db 5.15', ['db-2']],
    ['q=eu', ['db-10', 'web-1']],
    ['q=id-web', ['web-1']],
    ['q=nothing', []],
    ['state=away', ['gone-1']],
    ['tags=eu,db', ['db-10']],
    ['sort=name', ['db-2', 'db-10', 'gone-1', 'new-1', 'web-1']],
    ['sort=age', ['new-1', 'gone-1', 'db-2', 'db-10', 'web-1']],
  ])('by %o are %j', (query, expected) => {
    expect(names(query)).toEqual(expected);
  });
});

it('tells which tags there are, those of most hosts first', () => {
  expect(tagsOf(fleet)).toEqual([
    { tag: 'db', count: 2 },
    { tag: 'eu', count: 2 },
  ]);
});
