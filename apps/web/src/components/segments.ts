/** How a choice between a few things looks that is drawn as one control. The chosen one has an edge where tints are not to be relied on. */
export const SEGMENTS = {
  group: 'flex w-fit max-w-full flex-wrap gap-0.5 rounded-lg bg-sunken p-0.5',
  one: 'flex items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 py-1 font-medium text-soft text-xs ring-line-strong ring-inset hover:text-ink aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-sm in-data-[contrast=more]:aria-pressed:ring-1 data-[state=active]:bg-raised data-[state=active]:text-ink data-[state=active]:shadow-sm in-data-[contrast=more]:data-[state=active]:ring-1',
} as const;
