import type { CSSProperties } from 'react';
import styles from './WallTile.module.css';

/** So much of its end a long name keeps: there hosts of one kind differ. */
const END = 6;

/** A name as large as its tile has room for; what is too long even in small letters is cut in its middle. */
export const HostName = ({ name }: { readonly name: string }) => (
  <span className={styles['hostname']} style={{ '--letters': name.length } as CSSProperties}>
    <span className={styles['start']}>{name.slice(0, -END)}</span>
    <span>{name.slice(-END)}</span>
  </span>
);
