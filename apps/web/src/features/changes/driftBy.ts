/** Who changed a setting past this product: a program, as far as the kernel tells, or in words what happened instead. */
export type DriftBy =
  | { readonly kind: 'by'; readonly who: string }
  | { readonly kind: 'told'; readonly words: string }
  | { readonly kind: 'unknownBy' };

/** A program has a number; what has none arrives as words for the reader. */
const PROGRAM = /\bpid \d+/;

export const driftBy = (by: string | undefined): DriftBy => {
  if (by === undefined) return { kind: 'unknownBy' };
  return PROGRAM.test(by) ? { kind: 'by', who: by } : { kind: 'told', words: by };
};
