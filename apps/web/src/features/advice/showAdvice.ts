/** The card of advice, where it is on the page. */
const cardOf = (id: string): HTMLElement | null => document.querySelector(`[data-advice="${CSS.escape(id)}"]`);

/** Leads eye and keyboard to the card of advice. @returns whether it is on the page */
export const showAdvice = (id: string): boolean => {
  const card = cardOf(id);
  card?.scrollIntoView({ block: 'start' });
  card?.focus({ preventScroll: true });
  return card !== null;
};
