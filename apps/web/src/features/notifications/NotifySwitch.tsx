'use client';
import { useTranslations } from 'next-intl';
import { DropdownMenu } from 'radix-ui';
import { useId, useSyncExternalStore } from 'react';
import { cx } from '../../components/cx.ts';
import { BellIcon, DoneIcon } from '../../components/icons.tsx';
import { MENU } from '../../components/menu.ts';
import { chooseNotifying, isNotifying, obstacleOf, subscribeChoice } from './choice.ts';

/** In a menu: whether the browser notifies of new trouble, or why it cannot. */
export const NotifySwitch = () => {
  const t = useTranslations('notifications');
  const id = useId();
  const on = useSyncExternalStore(subscribeChoice, isNotifying, () => false);
  const obstacle = useSyncExternalStore(subscribeChoice, obstacleOf, () => undefined);
  const choose = async (wanted: boolean): Promise<void> => {
    if (await chooseNotifying(wanted)) new Notification(t('thanks'), { body: t('thanksBody'), tag: 'netstrata' });
  };
  return (
    <>
      <DropdownMenu.CheckboxItem
        checked={on}
        // Reached by the keyboard all the same, so that whoever hears the page learns why.
        aria-disabled={obstacle !== undefined}
        aria-describedby={obstacle === undefined ? undefined : id}
        onCheckedChange={(wanted) => obstacle === undefined && void choose(wanted)}
        onSelect={(event) => event.preventDefault()}
        className={cx(MENU.item, obstacle !== undefined && 'text-soft')}
      >
        <BellIcon className="size-4 text-soft" />
        <span className="flex-1">{t('switch')}</span>
        <DoneIcon className={cx('size-3.5', !on && 'invisible')} />
      </DropdownMenu.CheckboxItem>
      {obstacle !== undefined && (
        <p id={id} className="px-2.5 pb-1.5 text-pretty text-faint text-xs">
          {t(obstacle)}
        </p>
      )}
    </>
  );
};
