/** How menus that open from a button look. */
export const MENU = {
  /** Beside its width and height. */
  panel: 'z-50 rounded-xl border border-line-strong bg-raised p-1.5 shadow-lg',
  item: 'flex cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-hover max-sm:py-2.5',
} as const;
