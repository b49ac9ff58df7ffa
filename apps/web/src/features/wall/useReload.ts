import { useEffect } from 'react';
import { untilAnswered } from '../api/untilAnswered.ts';
import { useLive } from '../connection/live.ts';
import { reloadNow } from './reloadNow.ts';

const TRIED = 'netstrata-wall-build';
/** Not all screens of a house at the same moment. */
const SPREAD_MS = 8000;
/** A server that is away again, or that would send us to sign in, is asked once more after this. */
const AGAIN_MS = 15_000;

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
    let end = () => {};
    const load = async (signal: AbortSignal) => {
      const answer = await fetch(window.location.href, { method: 'HEAD', cache: 'no-store', signal });
      if (!answer.ok || answer.redirected) throw new Error('it does not answer with this page');
      sessionStorage.setItem(TRIED, server ?? '');
      window.location.reload();
    };
    const timer = setTimeout(() => {
      end = untilAnswered(load, AGAIN_MS);
    }, Math.random() * SPREAD_MS);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [own, server]);
};
