'use client';
import dynamic from 'next/dynamic';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { Page } from '../../navigation.ts';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { addressOf } from './pages.ts';
import { useMyPages } from './useMyPages.ts';

const Palette = dynamic(() => import('../palette/Palette.tsx'), { ssr: false });
const Tour = dynamic(() => import('../tour/Tour.tsx'), { ssr: false });
const ShortcutHelp = dynamic(() => import('../shortcuts/ShortcutHelp.tsx'), { ssr: false });

interface Openers {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
  readonly openTour: () => void;
}
const OpenersContext = createContext<Openers>({ openPalette: () => {}, openHelp: () => {}, openTour: () => {} });

/** What opens the palette, the help and the tour, for buttons. */
export const useOpeners = (): Openers => useContext(OpenersContext);

const PageShortcut = ({ page }: { readonly page: Page }) => {
  const t = useTranslations('navigation');
  const { push } = useRouter();
  const pathname = usePathname();
  useShortcut({ keys: page.keys, title: t(page.id), group: 'pages', run: () => push(addressOf(page, pathname)) });
  return null;
};

/** The keys that work on every page, and what they open. */
export const Keyboard = ({ children }: { readonly children: ReactNode }) => {
  const t = useTranslations('shortcuts');
  const [open, setOpen] = useState<'palette' | 'help' | 'tour'>();
  const openers = useMemo(
    () => ({
      openPalette: () => setOpen('palette'),
      openHelp: () => setOpen('help'),
      openTour: () => setOpen('tour'),
    }),
    [],
  );
  const close = useCallback(() => setOpen(undefined), []);
  useShortcut({ keys: 'mod+k', title: t('search'), group: 'everywhere', run: openers.openPalette });
  useShortcut({ keys: '/', title: t('search'), group: 'everywhere', run: openers.openPalette });
  useShortcut({ keys: '?', title: t('help'), group: 'everywhere', run: openers.openHelp });
  const pages = useMyPages();
  return (
    <OpenersContext value={openers}>
      {children}
      {pages.map((page) => (
        <PageShortcut key={page.id} page={page} />
      ))}
      {open === 'palette' && <Palette onClose={close} onHelp={openers.openHelp} onTour={openers.openTour} />}
      {open === 'help' && <ShortcutHelp onClose={close} />}
      {open === 'tour' && <Tour onClose={close} />}
    </OpenersContext>
  );
};
