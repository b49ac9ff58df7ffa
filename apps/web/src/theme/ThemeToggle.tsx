'use client';
import { DarkIcon, LightIcon, SystemIcon } from '../components/icons.tsx';
import { Tooltip } from '../components/Tooltip.tsx';
import { useTheme } from './ThemeProvider.tsx';
import { THEME_TEXT } from './text.ts';
import { nextTheme, type Theme } from './theme.ts';

const ICONS = { system: SystemIcon, light: LightIcon, dark: DarkIcon } satisfies Record<Theme, unknown>;

/** One button that goes round: as the system, light, dark. */
export const ThemeToggle = () => {
  const { theme, setTheme } = useTheme();
  const next = nextTheme(theme);
  const label = THEME_TEXT.toggle(THEME_TEXT.names[theme], THEME_TEXT.names[next]);
  const Icon = ICONS[theme];
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        onClick={() => setTheme(next)}
        className="grid size-8 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink"
      >
        <Icon />
      </button>
    </Tooltip>
  );
};
