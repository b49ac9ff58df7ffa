import type { ReactNode } from 'react';
import { LockIcon } from './icons.tsx';

/** In place of what one may not see: why not, and who can change that. */
export const Locked = ({ children }: { readonly children: ReactNode }) => (
  <p className="flex items-start gap-2 rounded-xl border border-line bg-surface px-4 py-4 text-pretty text-soft">
    <LockIcon className="mt-0.5 size-4" />
    <span>{children}</span>
  </p>
);
