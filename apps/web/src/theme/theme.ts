export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The server reads it to put `data-theme` on <html>, so the first paint is the right one without a script. */
export const THEME_COOKIE = 'netstrata-theme';

/** What a cookie says, `system` for anything else. */
export const parseTheme = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? 'system';

export const nextTheme = (theme: Theme): Theme => THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
