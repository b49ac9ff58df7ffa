import { useEffect } from 'react';
import { useLive } from '../connection/live.ts';
import { reloadNow } from './reloadNow.ts';

const TRIED = 'netstrata-wall-build';
/** Not all screens of a house at the same moment. */
const SPREAD_MS = 8000;

/** Undefined where nothing can be remembered: then nothing is loaded again either. */
const remembered = (): { readonly tried: string | undefined } | undefined => {
  try {
    return { tried: sessionStorage.getItem(TRIED) ?? undefined };
  } catch {
    return undefined;
  }
};

/** Loads the page again, once, when the server has another build of it and answers. */
export const useReload = (own: string | undefined): void => {
  const server = useLive(({ build, link }) => (link === 'open' ? build : undefined));
  useEffect(() => {
    const memory = remembered();
    if (memory === undefined || !reloadNow({ own, server, tried: memory.tried })) return;
    const timer = setTimeout(async () => {
      const answer = await fetch(window.location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
      // A server that is away again, or that would send us to sign in, is left until it says its build anew.
      if (answer === undefined || !answer.ok || answer.redirected) return;
      sessionStorage.setItem(TRIED, server ?? '');
      window.location.reload();
    }, Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [own, server]);
};
