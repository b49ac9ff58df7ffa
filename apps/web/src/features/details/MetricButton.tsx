'use client';
import type { Labels } from '@netstrata/metrics';
import type { ReactNode } from 'react';
import { cx } from '../../components/cx.ts';
import { addressQuery } from '../address/address.ts';
import { changeQuery } from '../address/query.ts';

interface MetricButtonProps {
  readonly metric: string;
  /** Which of its series. */
  readonly of: Labels;
  readonly className?: string;
  /** What it says, the number itself as a rule. */
  readonly children: ReactNode;
}

/** A number that opens what it means and how it was, over the page that it stands on. */
export const MetricButton = ({ metric, of, className, children }: MetricButtonProps) => (
  <button
    type="button"
    aria-haspopup="dialog"
    onClick={() => changeQuery((now) => addressQuery(now, { layer: undefined, metric, of }))}
    className={cx('relative z-1 min-h-6 decoration-dotted underline-offset-2 hover:underline', className)}
  >
    {children}
  </button>
);
