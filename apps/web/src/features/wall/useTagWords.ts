import { useTranslations } from 'next-intl';
import { useListed } from '../../locale/useListed.ts';
import type { WallOptions } from './wallOptions.ts';

/** Which hosts a wall is of, in words: "web, db" for either of them, "web + eu-1" for both. */
export const useTagWords = (): ((tags: WallOptions['tags']) => string) => {
  const listed = useListed();
  const t = useTranslations('wall');
  return (tags) => tags.map(listed).reduce((before, next) => t('tagsBoth', { before, next }));
};
