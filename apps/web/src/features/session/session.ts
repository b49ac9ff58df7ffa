import type { Me } from '@netstrata/protocol/types';

/** Who sits before this page, as far as it is known. */
export interface Session {
  /** Kept when the session ends, so that the page can say whose it was. */
  readonly me: Me | undefined;
  /** The server does not know us any more, or never did. */
  readonly ended: boolean;
}

const UNKNOWN: Session = { me: undefined, ended: false };
const ASK_AGAIN_MS = 5000;

let session = UNKNOWN;
let asked: Promise<void> | undefined;
const listeners = new Set<() => void>();

const set = (next: Session) => {
  session = next;
  for (const listener of listeners) listener();
};

/** For useSyncExternalStore. @returns what ends it */
export const subscribeSession = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const currentSession = (): Session => session;
export const unknownSession = (): Session => UNKNOWN;

/** Whoever hears "unauthorised" from the server says so here; pages then offer to sign in again. */
export const endSession = (): void => {
  if (!session.ended) set({ ...session, ended: true });
};

/** Asks the server who we are. Without an answer nothing is concluded: a server that is away has signed nobody out. */
export const askWho = (): Promise<void> => {
  asked ??= (async () => {
    try {
      const response = await fetch('/api/v1/me', { cache: 'no-store' });
      if (response.status === 401) endSession();
      else if (response.ok) set({ me: ((await response.json()) as { readonly me: Me }).me, ended: false });
    } catch {
      setTimeout(() => void askWho(), ASK_AGAIN_MS);
    } finally {
      asked = undefined;
    }
  })();
  return asked;
};
