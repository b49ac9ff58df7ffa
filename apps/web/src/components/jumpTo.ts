import type { MouseEvent } from 'react';

/**
 * Leads eye and keyboard to a part of this page. The address stays: a step in the browser's history that the browser makes by itself is
 * unknown to the router, which would stay where it is when somebody comes back to it.
 */
export const jumpTo = (event: MouseEvent, id: string): void => {
  const target = document.getElementById(id);
  if (target === null) return;
  event.preventDefault();
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'start' });
};
