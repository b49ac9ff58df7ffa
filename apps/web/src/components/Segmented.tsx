'use client';
import { Tabs } from 'radix-ui';
import { SEGMENTS } from './segments.ts';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string; readonly count?: number | undefined }[];
}

/** The tab list of a Radix `Tabs.Root`, drawn as one control. */
export const Segmented = <T extends string>({ label, options }: SegmentedProps<T>) => (
  <Tabs.List aria-label={label} className={SEGMENTS.group}>
    {options.map(({ value, text, count }) => (
      <Tabs.Trigger key={value} value={value} className={SEGMENTS.one}>
        {text}
        {count !== undefined && <span className="text-faint tabular-nums">{count}</span>}
      </Tabs.Trigger>
    ))}
  </Tabs.List>
);
