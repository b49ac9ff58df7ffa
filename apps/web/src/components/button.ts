const BASE =
  'inline-flex min-h-9 items-center justify-center gap-1.5 rounded-md px-3 py-1.5 font-medium text-sm disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 max-sm:min-h-11';

/** How buttons look, by what pressing one means. One that only waits is `aria-disabled`, not `disabled`: that would take the focus from it. */
export const BUTTON = {
  /** The one thing that a form or dialog is for. */
  primary: `${BASE} bg-accent-solid text-white hover:not-disabled:not-aria-disabled:bg-accent-solid-hover`,
  plain: `${BASE} text-ink ring-1 ring-line-strong ring-inset hover:not-disabled:not-aria-disabled:bg-hover`,
  /** What cannot be undone. */
  danger: `${BASE} bg-saturated-solid text-white hover:not-disabled:not-aria-disabled:brightness-110`,
  /** In rows of a list. */
  small:
    'inline-flex min-h-7 items-center gap-1 rounded-md px-2 py-1 text-soft text-xs ring-1 ring-line ring-inset hover:not-disabled:not-aria-disabled:text-ink hover:not-disabled:not-aria-disabled:ring-soft disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 max-sm:min-h-11 max-sm:px-3',
} as const;
