import { useMedia } from '../../../components/useMedia.ts';

/** Whether rows are cards: below it a table of this many columns cannot be read. */
export const useNarrow = (): boolean => useMedia('(width < 48rem)');
