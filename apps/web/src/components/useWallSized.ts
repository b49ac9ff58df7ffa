import { useMedia } from './useMedia.ts';

/** Whether the screen has room for what others open: as in style sheets, 150rem. */
export const useWallSized = (): boolean => useMedia('(min-width: 150rem)');
