import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface PanelProps {
  readonly id?: string;
  readonly title: string;
  /** Beside the title: a count, tabs. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export const Panel = ({ id, title, aside, className, children }: PanelProps) => (
  <section id={id} aria-label={title} className={cx('min-w-0 rounded-xl border border-line bg-surface', className)}>
    <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2">
      <h2 className="font-semibold text-base text-ink">{title}</h2>
      {aside}
    </header>
    {children}
  </section>
);
