import { usePathname } from 'next/navigation';
import { inOrder } from '../hosts/hosts.ts';
import { otherHost } from '../hosts/otherHost.ts';
import { useHosts } from '../hosts/useHosts.ts';
import type { PaletteItem } from './items.ts';

/** Every host: the page that is looked at, of that host. */
export const useHostItems = (): readonly PaletteItem[] => {
  const hosts = useHosts();
  const pathname = usePathname();
  return inOrder(hosts ?? []).map((host) => ({
    id: `host ${host.hostId}`,
    title: host.hostname,
    words: host.hostId,
    href: otherHost(pathname, host),
  }));
};
