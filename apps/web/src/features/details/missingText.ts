import type { Missing } from '@netstrata/metrics';
import { DETAILS_TEXT } from './text.ts';

/** Why something is not shown, and what the agent needs to tell it. */
export const missingText = ({ why, capability }: Missing): string =>
  capability === undefined ? why : `${why} ${DETAILS_TEXT.needs(capability)}`;
