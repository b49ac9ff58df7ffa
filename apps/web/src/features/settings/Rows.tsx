import type { ReactNode } from 'react';
import { cx } from '../../components/cx.ts';

interface RowProps {
  readonly title: ReactNode;
  /** Beside the title: what sort of thing it is now. */
  readonly marks?: ReactNode;
  /** In one quiet line, with dots between. */
  readonly facts: readonly (string | false | undefined)[];
  readonly actions?: ReactNode;
  /** Over and done with. */
  readonly past?: boolean;
}

/** One thing of a list: what it is, what is known of it, and what can be done with it. */
export const Row = ({ title, marks, facts, actions, past = false }: RowProps) => (
  <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t px-4 py-3 first:border-t-0">
    <div className="min-w-0 flex-[1_1_16rem]">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className={cx('min-w-0 break-words font-medium text-base', past && 'text-soft')}>{title}</span>
        {marks}
      </div>
      <p className="mt-0.5 text-pretty text-faint text-xs tabular-nums wrap-anywhere">
        {facts.filter((fact) => fact).join(' · ')}
      </p>
    </div>
    {actions !== undefined && <div className="flex flex-wrap items-center gap-1.5">{actions}</div>}
  </li>
);

/** A word about a row, in a frame. */
export const Mark = ({
  children,
  tone = 'plain',
}: {
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'calm';
}) => (
  <span
    className={cx(
      'inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-2xs',
      tone === 'calm' ? 'bg-calm-wash text-calm-ink' : 'bg-unknown-wash text-unknown-ink',
    )}
  >
    {children}
  </span>
);

/** Nothing there yet: what would be, and what it would be good for. */
export const Empty = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="px-4 py-8 text-center">
    <p className="font-medium">{title}</p>
    <p className="mx-auto mt-1 max-w-md text-pretty text-soft text-sm">{children}</p>
  </div>
);
