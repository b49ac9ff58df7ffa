'use client';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { rememberTheme } from './rememberTheme.ts';
import type { Theme } from './theme.ts';

const ThemeContext = createContext<{ readonly theme: Theme; readonly setTheme: (theme: Theme) => void }>({
  theme: 'system',
  setTheme: () => {},
});

/** Holds the theme that the server rendered with, and changes it at once, then in the cookie. */
export const ThemeProvider = ({ initial, children }: { readonly initial: Theme; readonly children: ReactNode }) => {
  const [theme, setShown] = useState(initial);
  const value = useMemo(
    () => ({
      theme,
      setTheme: (next: Theme) => {
        setShown(next);
        document.documentElement.dataset['theme'] = next;
        rememberTheme(next);
      },
    }),
    [theme],
  );
  return <ThemeContext value={value}>{children}</ThemeContext>;
};

export const useTheme = () => useContext(ThemeContext);
