import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False on the server and until its page is taken over: what a browser alone knows, such as its time zone, comes right after. */
export const useInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
