'use client';
import { Tabs } from 'radix-ui';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string; readonly count?: number | undefined }[];
}

/** The tab list of a Radix `Tabs.Root`, drawn as one control. */
export const Segmented = <T extends string>({ label, options }: SegmentedProps<T>) => (
  <Tabs.List aria-label={label} className="flex w-fit max-w-full flex-wrap gap-0.5 rounded-lg bg-sunken p-0.5">
    {options.map(({ value, text, count }) => (
      <Tabs.Trigger
        key={value}
        value={value}
        className="flex items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 py-1 font-medium text-soft text-xs hover:text-ink data-[state=active]:bg-raised data-[state=active]:text-ink data-[state=active]:shadow-sm"
      >
        {text}
        {count !== undefined && <span className="text-faint tabular-nums">{count}</span>}
      </Tabs.Trigger>
    ))}
  </Tabs.List>
);
