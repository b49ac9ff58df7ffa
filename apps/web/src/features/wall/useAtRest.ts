import { useEffect, useState } from 'react';

const REST_MS = 3000;

/** Whether nobody has moved the pointer for a while: then it is in the way. */
export const useAtRest = (): boolean => {
  const [atRest, setAtRest] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setAtRest(true), REST_MS);
    const moved = () => {
      clearTimeout(timer);
      setAtRest(false);
      timer = setTimeout(() => setAtRest(true), REST_MS);
    };
    window.addEventListener('pointermove', moved, { passive: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointermove', moved);
    };
  }, []);
  return atRest;
};
