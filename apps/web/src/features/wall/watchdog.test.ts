import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchdog } from './watchdog.ts';

const page = { hidden: false, clock: '' };
const place = { pathname: '/wall', href: 'http://stack/wall', reload: vi.fn() };
const answers = vi.fn(async () => ({ ok: true, redirected: false }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', {
    get hidden() {
      return page.hidden;
    },
    querySelector: () => ({ textContent: page.clock }),
  });
  vi.stubGlobal('location', place);
  vi.stubGlobal('fetch', answers);
  Object.assign(page, { hidden: false, clock: '' });
  place.pathname = '/wall';
  vi.clearAllMocks();
  watchdog();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const looks = () => vi.advanceTimersByTimeAsync(75_000);

it('leaves a wall alone whose clock goes on', async () => {
  for (const clock of ['12:00', '12:01', '12:02']) {
    page.clock = clock;
    await looks();
  }
  expect(answers).not.toHaveBeenCalled();
});

it('loads a wall again that was never drawn, once the server answers with it', async () => {
  answers.mockRejectedValueOnce(new TypeError('failed to fetch'));
  await looks();
  answers.mockResolvedValueOnce({ ok: false, redirected: false });
  await looks();
  answers.mockResolvedValueOnce({ ok: true, redirected: true });
  await looks();
  expect(place.reload).not.toHaveBeenCalled();
  await looks();
  expect(place.reload).toHaveBeenCalledTimes(1);
});

it('loads a wall again whose clock stopped', async () => {
  page.clock = '12:00';
  await looks();
  await looks();
  expect(place.reload).toHaveBeenCalledTimes(1);
});

it('waits while nobody sees it, and leaves other pages alone', async () => {
  page.hidden = true;
  await looks();
  Object.assign(page, { hidden: false });
  place.pathname = '/hosts';
  await looks();
  expect(answers).not.toHaveBeenCalled();
});
