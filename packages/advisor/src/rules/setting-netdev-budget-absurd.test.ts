import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingNetdevBudgetAbsurd } from './setting-netdev-budget-absurd.ts';

const judged = (packets: string, timeUs?: string) =>
  findingsOf(settingNetdevBudgetAbsurd, {
    'net.core.netdev_budget': packets,
    ...(timeUs === undefined ? {} : { 'net.core.netdev_budget_usecs': timeUs }),
  });

it('finds a budget that the time makes void a curiosity', () => {
  const [finding] = judged('65535', '8000');
  expect(finding).toMatchObject({
    severity: 'info',
    title: 'A budget of 65535 packets a round does nothing that its time would allow',
  });
  expect(changesIn(finding)).toEqual(['net.core.netdev_budget=1200']);
  expect(judged('10000', '8000')).toHaveLength(1);
  expect(judged('9999', '8000')).toEqual([]);
});

it('warns when the time does not bound it either', () => {
  expect(judged('65535', '20000')[0]?.severity).toBe('info');
  const [finding] = judged('65535', '20001');
  expect(finding?.severity).toBe('warning');
  expect(judged('65535', '500000')[0]?.why).toContain('up to 500 ms at a time');
  expect(judged('65535')[0]?.severity).toBe('warning');
});

it('is silent on usual values', () => {
  for (const value of ['300', '600', '1200']) expect(judged(value, '500000')).toEqual([]);
  expect(findingsOf(settingNetdevBudgetAbsurd, {})).toEqual([]);
});
