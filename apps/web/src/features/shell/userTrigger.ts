/** How the button of the menu of oneself looks, with or without the menu. */
export const USER_TRIGGER =
  'grid size-8 place-items-center rounded-full bg-sunken text-soft ring-1 ring-line-strong ring-inset hover:text-ink data-[state=open]:text-ink max-sm:size-10';
