import { usePathname } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { LOCALE_NAMES, LOCALES } from '../../locale/locale.ts';
import { useSwitchLocale } from '../../locale/useSwitchLocale.ts';
import { useTheme } from '../../theme/ThemeProvider.tsx';
import { THEMES } from '../../theme/theme.ts';
import { signOut } from '../session/signOut.ts';
import { pageOf } from '../shell/pages.ts';
import type { PaletteItem } from './items.ts';

interface Openers {
  readonly onHelp: () => void;
  readonly onTour: () => void;
}

/** Things to do that are no place to go to. What is so already is not offered. */
export const useActionItems = ({ onHelp, onTour }: Openers): readonly PaletteItem[] => {
  const t = useTranslations('palette.actions');
  const names = useTranslations('shell.theme');
  const isStack = pageOf(usePathname())?.id === 'stack';
  const locale = useLocale();
  const switchLocale = useSwitchLocale();
  const { theme, setTheme, contrast, setContrast } = useTheme();
  const more = contrast === 'more';
  return [
    {
      id: 'do copy',
      title: t('copy'),
      words: 'copy link address url share',
      run: () => void navigator.clipboard?.writeText(window.location.href).catch(() => undefined),
    },
    { id: 'do help', title: t('help'), words: 'keyboard shortcuts help keys', keys: '?', run: onHelp },
    // The tour shows what the page of a host has.
    ...(isStack
      ? [{ id: 'do tour', title: t('tour'), words: 'tour look around introduction help 导览 教程 新手', run: onTour }]
      : []),
    ...THEMES.filter((each) => each !== theme).map((each) => ({
      id: `do theme ${each}`,
      title: t('theme', { name: names(each) }),
      words: `theme ${each} mode`,
      run: () => setTheme(each),
    })),
    {
      id: 'do contrast',
      title: more ? t('contrastOff') : t('contrastOn'),
      words: 'high contrast theme',
      run: () => setContrast(more ? 'normal' : 'more'),
    },
    ...LOCALES.filter((each) => each !== locale).map((each) => ({
      id: `do language ${each}`,
      title: t('language', { name: LOCALE_NAMES[each] }),
      words: `language ${each} 语言 english chinese 中文`,
      run: () => switchLocale(each),
    })),
    { id: 'do sign-out', title: t('signOut'), words: 'sign out log out leave', run: () => void signOut() },
  ];
};
