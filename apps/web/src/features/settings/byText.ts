/** A person's or token's name without the word that the audit puts before it. */
export const byText = (actor: string): string => actor.replace(/^(person|token|host):/, '');
