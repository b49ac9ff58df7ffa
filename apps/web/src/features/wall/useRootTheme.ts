import { useLayoutEffect } from 'react';

/** Shows the page in a theme for as long as it is open, whatever was chosen for the others. */
export const useRootTheme = (theme: 'dark' | 'light' | undefined): void =>
  useLayoutEffect(() => {
    if (theme === undefined) return;
    const { dataset } = document.documentElement;
    const before = dataset['theme'];
    dataset['theme'] = theme;
    return () => {
      dataset['theme'] = before;
    };
  }, [theme]);
