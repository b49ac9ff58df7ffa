import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { addressOfPage } from '../shell/pages.ts';
import type { PaletteItem } from './items.ts';

/** What was typed as a filter of the table of sockets: an address, a port, a program. */
export const useSocketItems = (typed: string): readonly PaletteItem[] => {
  const t = useTranslations('palette');
  const pathname = usePathname();
  const page = addressOfPage('sockets', pathname);
  const text = typed.trim();
  if (page === undefined || text === '') return [];
  const query = new URLSearchParams({ filter: text });
  return [{ id: 'sockets', title: t('sockets', { text }), words: '', href: `${page}?${query}` }];
};
