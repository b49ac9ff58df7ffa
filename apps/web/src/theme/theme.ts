export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The server reads them to put `data-theme` and `data-contrast` on <html>, so the first paint is right without a script. */
export const THEME_COOKIE = 'netstrata-theme';
export const CONTRAST_COOKIE = 'netstrata-contrast';

/** `more` is the high contrast theme, light or dark; `system` asks the system, once scripts run. */
export const CONTRASTS = ['system', 'normal', 'more'] as const;
export type Contrast = (typeof CONTRASTS)[number];

/** What a cookie says, `system` for anything else. */
export const parseTheme = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? 'system';
export const parseContrast = (value: string | undefined): Contrast =>
  CONTRASTS.find((contrast) => contrast === value) ?? 'system';

export const nextTheme = (theme: Theme): Theme => THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
