'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { DropdownMenu } from 'radix-ui';
import { memo } from 'react';
import { cx } from '../../components/cx.ts';
import { DoneIcon, SwitchIcon } from '../../components/icons.tsx';
import { MENU } from '../../components/menu.ts';
import { useMay } from '../session/useSession.ts';
import { hostOfPath } from '../shell/hostOfPath.ts';
import { HostStateBadge } from './HostState.tsx';
import { inOrder } from './hosts.ts';
import { LayerStrip } from './LayerStrip.tsx';
import { otherHost } from './otherHost.ts';
import { SWITCH_TRIGGER } from './switchTrigger.ts';
import { useHosts } from './useHosts.ts';

interface ItemProps {
  readonly host: HostSummary;
  readonly href: string;
  readonly isShown: boolean;
}

/** Of hundreds of hosts only those are drawn anew of which something has changed. */
const Item = memo(({ host, href, isShown }: ItemProps) => {
  const t = useTranslations('hosts');
  return (
    <DropdownMenu.Item asChild textValue={host.hostname} className={MENU.item}>
      <Link href={href} prefetch={false} aria-current={isShown ? 'true' : undefined}>
        <DoneIcon className={cx('size-3.5', !isShown && 'invisible')} />
        <span className="min-w-0 flex-1 truncate">
          {host.hostname}
          {host.self && <span className="ml-2 text-faint text-xs">{t('self')}</span>}
        </span>
        <LayerStrip host={host} />
        <HostStateBadge host={host} className="w-20 justify-end" />
      </Link>
    </DropdownMenu.Item>
  );
});
Item.displayName = 'Item';

/** By name, so that the list keeps still under a finger; typing the first letters goes to a host. */
const Items = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('hosts');
  const hosts = useHosts();
  const pathname = usePathname();
  if (hosts === undefined)
    return (
      <div role="status" aria-label={t('loading')} className="space-y-2 p-2.5">
        <div className="skeleton h-4" />
        <div className="skeleton h-4 w-4/5" />
      </div>
    );
  const isShown = (host: HostSummary) => host.hostId === hostId || (hostId === 'self' && host.self);
  return inOrder(hosts).map((host) => (
    <Item key={host.hostId} host={host} href={otherHost(pathname, host)} isShown={isShown(host)} />
  ));
};

/** Chooses between hosts; each with the states of its five layers. The list is live while it is open, as it is from the start: `HostSwitch` loads it. */
export default function HostSwitcher() {
  const t = useTranslations('hosts');
  const hostId = hostOfPath(usePathname());
  const { may } = useMay('admin');
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger aria-label={t('switch')} title={t('switch')} className={SWITCH_TRIGGER}>
        <SwitchIcon />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('switchTitle')}
          className={cx(
            MENU.panel,
            'max-h-[min(32rem,var(--radix-dropdown-menu-content-available-height))] w-[min(28rem,calc(100vw-1rem))] overflow-y-auto',
          )}
        >
          <Items hostId={hostId} />
          <DropdownMenu.Separator className="mx-1 my-1 h-px bg-line" />
          <DropdownMenu.Item asChild className={MENU.item}>
            <Link href="/hosts">
              <span className="size-3.5" />
              {t('all')}
            </Link>
          </DropdownMenu.Item>
          {may && (
            <DropdownMenu.Item asChild className={MENU.item}>
              <Link href="/settings/hosts?add">
                <span className="size-3.5" />
                {t('add')}
              </Link>
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
