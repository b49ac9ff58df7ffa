/** The page that leads somebody without a password to the identity provider, to show that it is still they. */
export const PROVE_AT_PROVIDER = '/sign-in?reason=prove';
/** Where they come back to. */
export const PROVED_AT_PROVIDER = '/sign-in?reason=proved';

/** Pages of this browser tell each other by it. */
const CHANNEL = 'netstrata.proved';

/** Tells the other pages of this browser that somebody has just shown who they are. */
export const tellProved = (): void => {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('proved');
  channel.close();
};

/** Calls back when another page of this browser says so. @returns what ends it */
export const whenProved = (proved: () => void): (() => void) => {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', proved);
  return () => channel.close();
};
