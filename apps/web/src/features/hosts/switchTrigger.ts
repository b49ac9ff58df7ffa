/** How the button that chooses between hosts looks, with or without its menu. */
export const SWITCH_TRIGGER =
  'grid size-7 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover max-sm:size-10 print:hidden';
