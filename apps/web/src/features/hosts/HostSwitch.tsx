'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { SwitchIcon } from '../../components/icons.tsx';
import { MenuButton } from '../../components/MenuButton.tsx';
import { SWITCH_TRIGGER } from './switchTrigger.ts';

const load = () => import('./HostSwitcher.tsx');
const HostSwitcher = dynamic(load, {
  ssr: false,
  loading: () => (
    <span className={SWITCH_TRIGGER}>
      <SwitchIcon />
    </span>
  ),
});

/** The way to another host's page of the same kind. */
export const HostSwitch = () => {
  const t = useTranslations('hosts');
  return (
    <MenuButton label={t('switch')} className={SWITCH_TRIGGER} Menu={HostSwitcher} preload={() => void load()}>
      <SwitchIcon />
    </MenuButton>
  );
};
