'use client';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { rememberChoice } from './rememberChoice.ts';
import { CONTRAST_COOKIE, type Contrast, THEME_COOKIE, type Theme } from './theme.ts';

interface Look {
  readonly theme: Theme;
  readonly contrast: Contrast;
}

interface ThemeControl extends Look {
  readonly setTheme: (theme: Theme) => void;
  readonly setContrast: (contrast: Contrast) => void;
}

const ThemeContext = createContext<ThemeControl>({
  theme: 'system',
  contrast: 'system',
  setTheme: () => {},
  setContrast: () => {},
});

/** Follows the system's wish for more contrast, as long as nobody chose. */
const useSystemContrast = (contrast: Contrast) =>
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['contrast'] = contrast;
    if (contrast !== 'system') return;
    const wish = window.matchMedia('(prefers-contrast: more)');
    const follow = () => {
      dataset['contrast'] = wish.matches ? 'more' : 'system';
    };
    follow();
    wish.addEventListener('change', follow);
    return () => wish.removeEventListener('change', follow);
  }, [contrast]);

/** Holds the look that the server rendered with, and changes it at once, then in the cookie. */
export const ThemeProvider = ({ initial, children }: { readonly initial: Look; readonly children: ReactNode }) => {
  const [look, setLook] = useState(initial);
  useSystemContrast(look.contrast);
  const value = useMemo<ThemeControl>(
    () => ({
      ...look,
      setTheme: (theme) => {
        setLook((now) => ({ ...now, theme }));
        document.documentElement.dataset['theme'] = theme;
        rememberChoice(THEME_COOKIE, theme);
      },
      setContrast: (contrast) => {
        setLook((now) => ({ ...now, contrast }));
        rememberChoice(CONTRAST_COOKIE, contrast);
      },
    }),
    [look],
  );
  return <ThemeContext value={value}>{children}</ThemeContext>;
};

export const useTheme = () => useContext(ThemeContext);
