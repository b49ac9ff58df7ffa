import { useCallback, useEffect, useState } from 'react';

/** Full screen by a button or the key F. Where the browser refuses, nothing happens. */
export const useFullScreen = (): readonly [isFull: boolean, toggle: () => void] => {
  const [isFull, setIsFull] = useState(false);
  const toggle = useCallback(() => {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    done.catch(() => {});
  }, []);
  useEffect(() => {
    const changed = () => setIsFull(document.fullscreenElement !== null);
    const pressed = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      if (key.toLowerCase() === 'f' && !ctrlKey && !metaKey && !altKey) toggle();
    };
    document.addEventListener('fullscreenchange', changed);
    window.addEventListener('keydown', pressed);
    return () => {
      document.removeEventListener('fullscreenchange', changed);
      window.removeEventListener('keydown', pressed);
    };
  }, [toggle]);
  return [isFull, toggle];
};
