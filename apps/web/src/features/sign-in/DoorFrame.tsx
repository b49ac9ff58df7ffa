import type { ReactNode } from 'react';
import { Mark } from '../shell/Mark.tsx';
import { TabHead } from '../shell/TabHead.tsx';
import styles from './Door.module.css';

interface DoorFrameProps {
  /** What the product is called. */
  readonly product: string;
  readonly title: string;
  readonly about?: ReactNode;
  /** At the other end of the bar. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One card on the five strata. Nothing in it needs a script. */
export const DoorFrame = ({ product, title, about, aside, children }: DoorFrameProps) => (
  <div className={styles['door']}>
    <TabHead names={[title, product]} />
    <div className={styles['strata']} aria-hidden="true">
      <span />
      <span />
      <span />
      <span />
      <span />
    </div>
    <header className={styles['bar']}>
      <span className="flex items-center gap-2 font-semibold text-base tracking-tight">
        <Mark />
        {product}
      </span>
      {aside}
    </header>
    <main className={styles['card']}>
      <h1 className="text-balance font-semibold text-xl tracking-tight">{title}</h1>
      {about !== undefined && <div className="mt-1.5 text-pretty text-soft">{about}</div>}
      {children}
    </main>
  </div>
);
