import type { ComponentType } from 'react';
import {
  AuditIcon,
  CalculatorsIcon,
  ChangesIcon,
  HostsIcon,
  InterfacesIcon,
  MetricsIcon,
  ProcessesIcon,
  SettingsIcon,
  SocketsIcon,
  StackIcon,
  SysctlsIcon,
  WallIcon,
} from '../../components/icons.tsx';
import type { Page } from '../../navigation.ts';

/** One for each page of the menu; a page without one gets none. */
export const PAGE_ICONS: Readonly<Partial<Record<Page['id'], ComponentType<{ readonly className?: string }>>>> = {
  stack: StackIcon,
  sockets: SocketsIcon,
  processes: ProcessesIcon,
  interfaces: InterfacesIcon,
  sysctls: SysctlsIcon,
  metrics: MetricsIcon,
  calculators: CalculatorsIcon,
  changes: ChangesIcon,
  hosts: HostsIcon,
  wall: WallIcon,
  audit: AuditIcon,
  settings: SettingsIcon,
};
