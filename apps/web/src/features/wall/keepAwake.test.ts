import { describe, expect, it } from 'vitest';
import { keepAwake } from './keepAwake.ts';

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  show(state: DocumentVisibilityState) {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const asked = () => {
  const log: string[] = [];
  return {
    log,
    wakeLock: {
      request: async () => {
        log.push('ask');
        return {
          release: async () => {
            log.push('release');
          },
        };
      },
    },
  };
};

describe('keepAwake', () => {
  it('asks at once, again whenever the page is seen again, and lets go in the end', async () => {
    const page = new Page();
    const { log, wakeLock } = asked();
    const end = keepAwake({ wakeLock, page: page as never });
    await Promise.resolve();
    page.show('hidden');
    expect(log).toEqual(['ask']);
    page.show('visible');
    await Promise.resolve();
    await Promise.resolve();
    expect(log).toEqual(['ask', 'ask']);
    end();
    page.show('visible');
    expect(log).toEqual(['ask', 'ask', 'release']);
  });

  it('lets go of what is granted after the end', async () => {
    const { log, wakeLock } = asked();
    keepAwake({ wakeLock, page: new Page() as never })();
    await Promise.resolve();
    await Promise.resolve();
    expect(log).toEqual(['ask', 'release']);
  });

  it('says nothing where it is refused or not there', async () => {
    const page = new Page();
    const request = async () => {
      throw new Error('NotAllowedError');
    };
    const end = keepAwake({ wakeLock: { request }, page: page as never });
    await Promise.resolve();
    end();
    keepAwake({ wakeLock: undefined, page: page as never })();
  });
});
