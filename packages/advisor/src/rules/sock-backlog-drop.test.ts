import { expect, it } from 'vitest';
import { contextOf, grew, NOTHING_OPEN, told } from '../contextFixture.ts';
import { sockBacklogDrop } from './sock-backlog-drop.ts';

const findings = (perSecond: number, seconds = 600, open = false) =>
  told(
    sockBacklogDrop,
    contextOf({ 'socket.tcpExt.tcpBacklogDrop': grew(perSecond, seconds) }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

it('warns above 60 segments a minute, and until a minute has none', () => {
  expect(findings(1)).toEqual([]);
  expect(findings(61, 1)[0]).toMatchObject({ subject: 'host', severity: 'warning', changes: [], arithmetic: '' });
  expect(findings(1, 1, true)).toHaveLength(1);
  expect(findings(0, 600, true)).toEqual([]);
});

it('tells how many, and that no sysctl helps', () => {
  const [finding] = findings(2);
  expect(finding?.why).toContain('120 segments found it full in the last minute');
  expect(finding?.evidence.map(({ value }) => value)).toEqual([120]);
});
