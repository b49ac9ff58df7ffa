'use client';
import { useTranslations } from 'next-intl';
import { DarkIcon, LightIcon, SystemIcon } from '../components/icons.tsx';
import { Tooltip } from '../components/Tooltip.tsx';
import { useTheme } from './ThemeProvider.tsx';
import { nextTheme, type Theme } from './theme.ts';

const ICONS = { system: SystemIcon, light: LightIcon, dark: DarkIcon } satisfies Record<Theme, unknown>;

/** One button that goes round: as the system, light, dark. */
export const ThemeToggle = () => {
  const t = useTranslations('shell.theme');
  const { theme, setTheme } = useTheme();
  const next = nextTheme(theme);
  const label = t('toggle', { now: t(theme), next: t(next) });
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
