import { describe, expect, it, test } from 'vitest';
import { columnsIn, usualColumns } from './columnChoice.ts';
import { limitMeant, optionsOf, valuesOfGroups, valuesOfNamespaces, withOption } from './filterValues.ts';
import { parseTableAddress, tableQuery } from './tableAddress.ts';
import { listAddress } from './useListWindow.ts';

describe('the address of the table', () => {
  it('has filter, order, groups and columns, and leaves out what is usual', () => {
    const query = tableQuery(new URLSearchParams('socket=1f'), {
      filter: 'state:listen',
      sort: '+process',
      group: 'port',
      columns: ['process', 'recvQ'],
    });
    expect(query).toBe('socket=1f&filter=state%3Alisten&sort=%2Bprocess&group=port&columns=process%2CrecvQ');
    expect(parseTableAddress(new URLSearchParams(query))).toEqual({
      filter: 'state:listen',
      sort: '+process',
      group: 'port',
      columns: ['process', 'recvQ'],
    });
    expect(
      tableQuery(new URLSearchParams(query), { filter: '', sort: 'fill', group: undefined, columns: undefined }),
    ).toBe('socket=1f');
  });

  it('takes nothing that it does not know', () => {
    expect(parseTableAddress(new URLSearchParams('sort=a;b&group=weather&columns=x,y'))).toEqual({
      filter: '',
      sort: 'fill',
      group: undefined,
      columns: undefined,
    });
    expect(columnsIn('limit,nonsense,process')).toEqual(['process', 'limit']);
  });

  it('has the usual columns in the order of the table, and more of them on a wall-sized screen', () => {
    for (const isWallSized of [false, true]) {
      const usual = usualColumns(isWallSized);
      expect(columnsIn(usual.join())).toEqual(usual);
    }
    expect(usualColumns(true)).toEqual(expect.arrayContaining([...usualColumns(false)]));
  });
});

test('the host is asked letter by letter', () => {
  expect(listAddress('a b', { filter: 'proc:"x y"', sort: '+rttUs', group: 'peer' })).toBe(
    '/api/v1/hosts/a%20b/sockets?filter=proc%3A%22x+y%22&sort=%2BrttUs&maxAge=1500&group=peer',
  );
});

describe('what may follow', () => {
  const sums = { recvQ: 0, sendQ: 0 };
  const live = valuesOfGroups([
    { key: 'web server', filter: 'proc="web server"', sockets: 9, ...sums },
    { key: '', filter: 'proc:-', sockets: 5, ...sums },
    { key: 'nginx', filter: 'proc=nginx', sockets: 2, ...sums },
  ]);

  it('are the values that sockets have now', () => {
    expect(live).toEqual([
      { text: '"web server"', sockets: 9 },
      { text: 'nginx', sockets: 2 },
    ]);
    expect(optionsOf({ field: 'proc', typed: 'ng', options: [] }, live)).toEqual([
      { text: 'nginx', isWhole: true, sockets: 2 },
    ]);
    expect(optionsOf({ field: 'state', typed: '', options: ['listen'] }, [])).toEqual([
      { text: 'listen', isWhole: true, sockets: undefined },
    ]);
  });

  it('offers no short form of a limit that is offered in full', () => {
    const live = [{ text: 'send-buffer', sockets: 3 }];
    const texts = optionsOf({ field: 'limited', typed: '', options: ['sndbuf', 'rwnd'] }, live).map(({ text }) => text);
    expect(texts).toEqual(['send-buffer', 'rwnd']);
    expect(limitMeant('rwnd')).toBe('receiver');
    expect(limitMeant('weather')).toBeUndefined();
  });

  it('are the network namespaces of the host, those with the most sockets first', () => {
    const space = { naming: 'named', processes: 1, devices: [] } as const;
    const values = valuesOfNamespaces({
      timeMs: 0,
      found: 3,
      complete: true,
      unreadableProcesses: 0,
      rows: [
        { ...space, inode: 1, name: 'blue', sockets: 2 },
        { ...space, inode: 2, name: 'docker web 1', sockets: 40 },
      ],
      others: ['green'],
    });
    expect(values).toEqual([
      { text: '"docker web 1"', sockets: 40 },
      { text: 'blue', sockets: 2 },
      { text: 'green', sockets: undefined },
    ]);
    expect(optionsOf({ field: 'netns', typed: 'web', options: [] }, values)).toEqual([
      { text: '"docker web 1"', isWhole: true, sockets: 40 },
    ]);
  });

  it('takes the place of what was typed, and goes on behind it', () => {
    expect(
      withOption('proc:ng state:listen', { start: 5, end: 7 }, { text: 'nginx', isWhole: true, sockets: 2 }),
    ).toEqual({
      text: 'proc:nginx state:listen',
      caret: 11,
    });
    expect(withOption('dp', { start: 0, end: 2 }, { text: 'dport:', isWhole: false, sockets: undefined })).toEqual({
      text: 'dport:',
      caret: 6,
    });
  });
});
