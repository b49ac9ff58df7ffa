'use client';
import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import styles from './WallPages.module.css';

interface WallPagesProps {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly everyMs: number;
  readonly alarms: number;
}

/** Which page of how many this is, and how long it stays: quiet enough to be overlooked. */
export const WallPages = ({ page, pages, everyMs, alarms }: WallPagesProps) => {
  const t = useTranslations('wall');
  if (pages < 2) return null;
  return (
    <div
      role="img"
      aria-label={t('page', { page: page + 1, pages })}
      className={styles['pages']}
      style={{ '--stay': `${everyMs}ms` } as CSSProperties}
    >
      {Array.from({ length: pages }, (_, n) => (
        <span key={n === page ? `${n}-${alarms}` : n} className={styles['page']} data-shown={n === page} />
      ))}
    </div>
  );
};
