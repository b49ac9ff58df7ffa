'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { PersonIcon } from '../../components/icons.tsx';
import { MenuButton } from '../../components/MenuButton.tsx';
import { useSession } from '../session/useSession.ts';
import { USER_TRIGGER } from './userTrigger.ts';

const load = () => import('./UserMenu.tsx');
const UserMenu = dynamic(load, {
  ssr: false,
  loading: () => (
    <span className={USER_TRIGGER}>
      <PersonIcon />
    </span>
  ),
});

/** Who one is here; pressed, the menu of what concerns oneself. */
export const UserButton = () => {
  const t = useTranslations('shell.user');
  const { me } = useSession();
  const label = me === undefined ? t('open') : t('openNamed', { name: me.name });
  return (
    <MenuButton label={label} className={USER_TRIGGER} Menu={UserMenu} preload={() => void load()}>
      <PersonIcon />
    </MenuButton>
  );
};
