'use client';
import type { ReactNode } from 'react';
import { cx } from '../../components/cx.ts';
import { useFreshness } from './live.ts';

interface StaleAwareProps {
  readonly hostId: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What is of one host, without colour while nobody knows whether it is still so. */
export const StaleAware = ({ hostId, className, children }: StaleAwareProps) => {
  const { kind } = useFreshness(hostId);
  return (
    <div className={cx('stale-aware', className)} data-stale={kind === 'lost' || kind === 'silent'}>
      {children}
    </div>
  );
};
