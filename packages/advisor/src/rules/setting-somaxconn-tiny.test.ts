import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingSomaxconnTiny } from './setting-somaxconn-tiny.ts';

const NAME = 'net.core.somaxconn';

it('speaks of 128 and less', () => {
  const [finding] = findingsOf(settingSomaxconnTiny, { [NAME]: '128' });
  expect(finding).toMatchObject({
    severity: 'info',
    title: 'No accept queue is longer than 128, whatever the programs ask for',
  });
  expect(finding?.why).toContain('128 of them come in 128 ms');
  expect(changesIn(finding)).toEqual(['net.core.somaxconn=4096']);
  expect(findingsOf(settingSomaxconnTiny, { [NAME]: '129' })).toEqual([]);
  expect(findingsOf(settingSomaxconnTiny, { [NAME]: '4096' })).toEqual([]);
  expect(findingsOf(settingSomaxconnTiny, {})).toEqual([]);
});
