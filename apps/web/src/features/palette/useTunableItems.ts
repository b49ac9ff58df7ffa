import { TUNABLES } from '@netstrata/tunables';
import { usePathname } from 'next/navigation';
import { useMemo } from 'react';
import { settingHref } from '../address/settingHref.ts';
import { useTunableWords } from '../catalogue/useTunableWords.ts';
import { hostOfPath } from '../shell/hostOfPath.ts';
import type { PaletteItem } from './items.ts';

/** Every sysctl of the catalogue, on the page of them of the host that is looked at. */
export const useTunableItems = (): readonly PaletteItem[] => {
  const hostId = hostOfPath(usePathname());
  const { wordsOf } = useTunableWords();
  return useMemo(() => {
    return TUNABLES.map((tunable) => ({
      id: `tunable ${tunable.name}`,
      title: tunable.name,
      detail: wordsOf(tunable).title,
      words: tunable.title,
      href: settingHref(hostId, tunable.name),
    }));
  }, [hostId, wordsOf]);
};
