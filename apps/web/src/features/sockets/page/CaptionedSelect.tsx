import type { ComponentProps } from 'react';
import { Select } from '../../../components/Select.tsx';

/** A small choice with its name beside it, on a phone above it. */
export const CaptionedSelect = (select: Omit<ComponentProps<typeof Select>, 'quiet' | 'className'>) => (
  <div className="flex items-center gap-2 max-md:flex-col max-md:items-start max-md:gap-0.5">
    <span className="text-soft text-xs" aria-hidden="true">
      {select.label}
    </span>
    <Select quiet {...select} />
  </div>
);
