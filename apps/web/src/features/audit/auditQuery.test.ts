import { expect, it } from 'vitest';
import { auditAddress, filterQuery, isEmptyFilter, parseFilter } from './auditQuery.ts';

const NONE = { actor: '', action: '', host: '', from: '', to: '' };

it('keeps the filter in the address of the page, and leaves out what is empty', () => {
  const filter = { ...NONE, actor: 'ada@example.org', from: '2026-11-29T08:00' };
  expect(filterQuery(filter)).toBe('actor=ada%40example.org&from=2026-11-29T08%3A00');
  expect(parseFilter(new URLSearchParams(filterQuery(filter)))).toEqual(filter);
  expect(parseFilter(new URLSearchParams('other=1'))).toEqual(NONE);
  expect(isEmptyFilter(NONE)).toBe(true);
});

it('asks the API for what fits, with times as Unix milliseconds', () => {
  const filter = { ...NONE, action: ' change. ', host: 'h1', from: '2026-11-29T08:00Z', to: 'never' };
  expect(auditAddress(filter, { limit: '100' })).toBe(
    '/api/v1/audit?action=change.&host=h1&from=1795939200000&limit=100',
  );
});
