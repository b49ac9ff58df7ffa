export interface Box {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 12;
const MARGIN = 12;

const clamp = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(value, Math.max(least, most)));

/** Where the card goes, in pixels of the window: below what it explains, else above, else over its lower part. */
export const placeCard = (
  target: Box,
  card: Pick<Box, 'width' | 'height'>,
  window: Pick<Box, 'width' | 'height'>,
): Pick<Box, 'top' | 'left'> => {
  const left = clamp(target.left, MARGIN, window.width - card.width - MARGIN);
  const below = target.top + target.height + GAP;
  if (below + card.height + MARGIN <= window.height) return { top: below, left };
  const above = target.top - card.height - GAP;
  if (above >= MARGIN) return { top: above, left };
  return { top: clamp(window.height - card.height - MARGIN, MARGIN, window.height), left };
};
