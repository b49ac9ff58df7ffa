import type { Theme } from './theme.ts';

export const THEME_TEXT = {
  names: { system: 'as the system', light: 'light', dark: 'dark' } satisfies Record<Theme, string>,
  toggle: (now: string, next: string) => `Theme: ${now}. Switch to ${next}.`,
} as const;
