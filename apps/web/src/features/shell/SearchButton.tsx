'use client';
import { useTranslations } from 'next-intl';
import { SearchIcon } from '../../components/icons.tsx';
import { Keys } from '../shortcuts/Keys.tsx';
import { useOpeners } from './Keyboard.tsx';

/** Opens the palette for those who do not know its keys, and tells them. */
export const SearchButton = () => {
  const t = useTranslations('shell');
  const { openPalette } = useOpeners();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      data-tour="search"
      onClick={openPalette}
      className="flex min-h-8 items-center gap-2 rounded-md px-2 text-faint text-xs ring-1 ring-line ring-inset hover:text-ink hover:ring-line-strong max-sm:ml-auto max-sm:size-10 max-sm:justify-center max-sm:ring-0 print:hidden"
    >
      <SearchIcon className="size-4" />
      <span className="sr-only">{t('search')}</span>
      <span className="max-lg:hidden" aria-hidden="true">
        {t('searchShort')}
      </span>
      <span className="max-lg:hidden" aria-hidden="true">
        <Keys keys="mod+k" />
      </span>
    </button>
  );
};
