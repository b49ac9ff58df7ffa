'use client';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { MeantLink } from '../../components/MeantLink.tsx';
import type { Page } from '../../navigation.ts';
import styles from './Frame.module.css';
import { PAGE_ICONS } from './pageIcons.tsx';
import { addressOf, pageOf } from './pages.ts';
import { useMyPages } from './useMyPages.ts';

const GROUPS = ['ofHost', 'ofTeam'] as const;

const PageLink = ({ page, pathname }: { readonly page: Page; readonly pathname: string }) => {
  const t = useTranslations('navigation');
  const Icon = PAGE_ICONS[page.id];
  return (
    <MeantLink
      href={addressOf(page, pathname)}
      aria-current={pageOf(pathname)?.id === page.id ? 'page' : undefined}
      title={t(page.id)}
      className={styles['link']}
    >
      {Icon !== undefined && <Icon className="size-4" />}
      <span className={styles['name']}>{t(page.id)}</span>
    </MeantLink>
  );
};

/** The pages that this person finds: those of the host that is looked at, and those of all. */
export const PageLinks = () => {
  const t = useTranslations('navigation');
  const pathname = usePathname();
  const mine = useMyPages();
  return (
    <nav aria-label={t('label')} className={styles['links']}>
      {GROUPS.map((group) => (
        <ul key={group} aria-label={t(group)} className={styles['group']}>
          {mine
            .filter(({ ofHost }) => (ofHost === undefined) === (group === 'ofTeam'))
            .map((page) => (
              <li key={page.id}>
                <PageLink page={page} pathname={pathname} />
              </li>
            ))}
        </ul>
      ))}
    </nav>
  );
};
