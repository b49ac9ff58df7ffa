'use client';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import styles from './Wall.module.css';

/** Something large in place of hosts. */
export const WallMessage = ({ title, about }: { readonly title: string; readonly about?: string }) => (
  <div className={styles['message']} role="status">
    <p className={styles['big']}>{title}</p>
    {about !== undefined && <p className={styles['small']}>{about}</p>}
  </div>
);

/** What a screen says that the server does not let in. */
export const WallEnded = () => {
  const t = useTranslations('wall.ended');
  return (
    <main className={styles['wall']}>
      <div className={styles['picture']}>
        <div className={styles['message']} role="alert">
          <h1 className={styles['big']}>{t('title')}</h1>
          <p className={styles['small']}>{t('body')}</p>
          <p className={styles['small']}>{t('cure')}</p>
          <p className={styles['small']}>
            <a href="/sign-in?next=%2Fwall" className={cx('text-accent underline')}>
              {t('signIn')}
            </a>
          </p>
        </div>
      </div>
    </main>
  );
};
