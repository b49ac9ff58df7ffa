import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { addressOf } from '../shell/pages.ts';
import { useMyPages } from '../shell/useMyPages.ts';
import type { PaletteItem } from './items.ts';

/** The pages that this person finds; those of a host are of the host that is looked at. */
export const usePageItems = (): readonly PaletteItem[] => {
  const t = useTranslations('navigation');
  const pathname = usePathname();
  return useMyPages().map((page) => ({
    id: `page ${page.id}`,
    title: t(page.id),
    words: page.id,
    keys: page.keys,
    href: addressOf(page, pathname),
  }));
};
