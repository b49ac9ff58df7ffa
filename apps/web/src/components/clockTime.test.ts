import { afterEach, expect, test, vi } from 'vitest';
import { clockDay, clockInstant, clockMoment } from './clockTime.ts';

afterEach(() => vi.unstubAllGlobals());

const WHEN = new Date(2026, 10, 29, 16, 31, 59).getTime();

test('a Chinese page has Chinese dates whatever the browser speaks', () => {
  vi.stubGlobal('document', { documentElement: { lang: 'zh-CN' } });
  expect(clockDay(WHEN)).toBe('2026年11月29日 16:31:59');
  vi.setSystemTime(WHEN + 86_400_000);
  expect(clockMoment(WHEN)).toBe('11月29日 16:31');
  expect(clockInstant(WHEN)).toBe('11月29日 16:31:59');
  vi.setSystemTime(WHEN);
  expect(clockMoment(WHEN)).toBe('16:31');
  vi.useRealTimers();
});
