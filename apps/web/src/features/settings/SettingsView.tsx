'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { LockIcon } from '../../components/icons.tsx';
import { Locked } from '../../components/Locked.tsx';
import { SkeletonRows } from '../../components/SkeletonRows.tsx';
import { roleIncludes } from '../session/roleIncludes.ts';
import { useMay, useSession } from '../session/useSession.ts';
import { SectionHead } from './SectionHead.tsx';
import styles from './Settings.module.css';
import { SECTIONS, type SectionId, sectionOf } from './sections.ts';

const PARTS = {
  account: dynamic(() => import('./account/AccountSection.tsx')),
  people: dynamic(() => import('./people/PeopleSection.tsx')),
  tokens: dynamic(() => import('./tokens/TokensSection.tsx')),
  'wall-links': dynamic(() => import('./tokens/WallLinksSection.tsx')),
  hosts: dynamic(() => import('./hosts/HostsSection.tsx')),
} satisfies Record<SectionId, unknown>;

/** The sections; those for other roles are there too, with a lock. */
const SectionLinks = ({ current }: { readonly current: SectionId }) => {
  const s = useTranslations('settings');
  const roles = useTranslations('session.roles');
  const { me } = useSession();
  return (
    <nav aria-label={s('navigation')} className={styles['links']}>
      {SECTIONS.map((id) => {
        const { role } = sectionOf(id);
        const locked = me !== undefined && !roleIncludes(me.role, role);
        return (
          <Link
            key={id}
            href={`/settings/${id}`}
            aria-current={id === current ? 'page' : undefined}
            className={cx(styles['sectionLink'], 'text-sm')}
          >
            {s(`sections.${id}.title`)}
            {locked && (
              <>
                <LockIcon className="size-3.5 text-faint" />
                <span className="sr-only">{s('locked', { role: roles(role) })}</span>
              </>
            )}
          </Link>
        );
      })}
    </nav>
  );
};

/** Settings: one section at a time, each with an address of its own. */
export const SettingsView = ({ section }: { readonly section: string }) => {
  const { id, role } = sectionOf(section);
  const { me } = useSession();
  const { why } = useMay(role);
  const t = useTranslations('settings.list');
  const Part = PARTS[id];
  return (
    <div className={styles['frame']}>
      <main id="page" className={styles['page']}>
        <SectionLinks current={id} />
        <div className={styles['section']}>
          {(why !== '' || me === undefined) && <SectionHead id={id} />}
          {why !== '' ? (
            <Locked>{why}</Locked>
          ) : me === undefined ? (
            <SkeletonRows label={t('loading')} />
          ) : (
            <Part me={me} />
          )}
        </div>
      </main>
    </div>
  );
};
