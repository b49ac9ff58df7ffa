/** How one of a list looks that can be chosen beside what it opens; the chosen one is `aria-current`. Padding is the caller's. */
export const CHOICE =
  'block w-full text-left hover:bg-hover aria-[current=true]:bg-accent/12 aria-[current=true]:shadow-[inset_2px_0_0_var(--accent)]';
