import type { Role } from '@netstrata/protocol/types';
import type { Messages } from './locale/messages.ts';

export interface Page {
  readonly id: keyof Messages['navigation'];
  readonly href: string;
  /** Of a page that every host has one of: what follows `/hosts/ID` in the address of another host's. */
  readonly ofHost?: string;
  /** Who finds it; everyone who is signed in unless said. */
  readonly role?: Role;
  /** The keys that go there, pressed one after the other: "g s". */
  readonly keys: string;
}

/**
 * The pages of the product, in the order of the menu. A page is a route folder (two for a page that every host has), a
 * feature, one line here, its icon in `features/shell/pageIcons.tsx` and its name in the messages `navigation`.
 */
export const NAVIGATION: readonly Page[] = [
  { id: 'stack', href: '/', ofHost: '', keys: 'g s' },
  { id: 'sockets', href: '/sockets', ofHost: '/sockets', keys: 'g k' },
  { id: 'processes', href: '/processes', ofHost: '/processes', keys: 'g p' },
  { id: 'interfaces', href: '/interfaces', ofHost: '/interfaces', keys: 'g i' },
  { id: 'sysctls', href: '/sysctls', ofHost: '/sysctls', keys: 'g y' },
  { id: 'metrics', href: '/metrics', ofHost: '/metrics', keys: 'g m' },
  { id: 'calculators', href: '/calculators', ofHost: '/calculators', keys: 'g u' },
  { id: 'changes', href: '/changes', ofHost: '/changes', keys: 'g c' },
  { id: 'hosts', href: '/hosts', keys: 'g h' },
  { id: 'wall', href: '/wall', keys: 'g w' },
  { id: 'audit', href: '/audit', role: 'operator', keys: 'g a' },
  { id: 'settings', href: '/settings', keys: 'g ,' },
];
