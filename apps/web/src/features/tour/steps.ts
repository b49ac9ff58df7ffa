import type { Messages } from '../../locale/messages.ts';

export interface TourStep {
  readonly id: keyof Messages['tour']['steps'];
  /** What it points at; a step whose thing is not on the page is left out. */
  readonly target: string;
}

/** In the order of a first look; a minute to read. */
export const TOUR_STEPS: readonly TourStep[] = [
  { id: 'verdict', target: '[data-verdict]' },
  { id: 'stack', target: '[data-moving]' },
  { id: 'vessel', target: '[data-layer="socket"]' },
  { id: 'advice', target: '#advice' },
  { id: 'time', target: '[data-time]' },
  { id: 'search', target: '[data-tour="search"]' },
];
