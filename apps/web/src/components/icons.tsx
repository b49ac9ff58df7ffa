import type { ReactNode } from 'react';

interface IconProps {
  readonly className?: string;
}

/** Line icons of one hand: 16 px grid, 1.5 px stroke, the colour of the text. They are decoration: words go with them. */
const Icon = ({ className = 'size-4', children }: IconProps & { readonly children: ReactNode }) => (
  <svg
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    className={`shrink-0 ${className}`}
  >
    {children}
  </svg>
);

export const CalmIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="m5.3 8.2 1.9 1.9 3.6-4" />
  </Icon>
);
export const BusyIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 2 14.6 13.4H1.4Z" />
    <path d="M8 6.4v3.1M8 11.4v.1" />
  </Icon>
);
export const SaturatedIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4Z" />
    <path d="M8 4.8v3.9M8 11.1v.1" />
  </Icon>
);
export const UnknownIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" strokeDasharray="2.4 2" />
    <path d="M6.4 6.3c.2-1 .9-1.4 1.7-1.4.9 0 1.6.5 1.6 1.4 0 1.2-1.7 1.2-1.7 2.4M8 10.9v.1" />
  </Icon>
);
export const InfoIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 7.3v3.8M8 5v.1" />
  </Icon>
);
export const DownIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 2.8v10.4M3.8 9 8 13.2 12.2 9" />
  </Icon>
);
export const UpIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 13.2V2.8M3.8 7 8 2.8 12.2 7" />
  </Icon>
);
export const DropIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 1.8c2.6 3 4 5 4 6.9a4 4 0 1 1-8 0c0-1.9 1.4-3.9 4-6.9Z" />
  </Icon>
);
export const TagIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.4 7.6V3.4c0-.6.4-1 1-1h4.2l6 6-5.2 5.2Z" />
    <path d="M5.4 5.4v.1" />
  </Icon>
);
export const CopyIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="5.6" y="5.6" width="8" height="8" rx="1.6" />
    <path d="M10.4 5.4V3.9c0-.8-.7-1.5-1.5-1.5H3.9c-.8 0-1.5.7-1.5 1.5v5c0 .8.7 1.5 1.5 1.5h1.5" />
  </Icon>
);
export const DoneIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m3 8.6 3.2 3.2L13 4.8" />
  </Icon>
);
export const CloseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);
export const ChevronIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m6 3.8 4.2 4.2L6 12.2" />
  </Icon>
);
export const SearchIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="7" cy="7" r="4.4" />
    <path d="m10.4 10.4 3.2 3.2" />
  </Icon>
);
export const LightIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="2.9" />
    <path d="M8 1.6v1.2M8 13.2v1.2M1.6 8h1.2M13.2 8h1.2M3.5 3.5l.8.8M11.7 11.7l.8.8M3.5 12.5l.8-.8M11.7 4.3l.8-.8" />
  </Icon>
);
export const DarkIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M13.4 9.7A5.9 5.9 0 0 1 6.3 2.6a5.9 5.9 0 1 0 7.1 7.1Z" />
  </Icon>
);
export const SystemIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 1.8v12.4a6.2 6.2 0 0 0 0-12.4Z" fill="currentColor" stroke="none" />
  </Icon>
);
export const LockIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="3" y="7" width="10" height="6.6" rx="1.6" />
    <path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" />
  </Icon>
);
export const LinkLostIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6.4 9.6 9.6 6.4M7 4.4l1.2-1.2a3.2 3.2 0 0 1 4.6 4.6L11.6 9M9 11.6l-1.2 1.2a3.2 3.2 0 0 1-4.6-4.6L4.4 7M2.4 2.4l1.4 1.4M12.2 12.2l1.4 1.4" />
  </Icon>
);
export const PersonIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="5.4" r="2.9" />
    <path d="M2.6 14c.5-2.9 2.7-4.5 5.4-4.5s4.9 1.6 5.4 4.5" />
  </Icon>
);
export const SettingsIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7" />
    <circle cx="11" cy="4.5" r="1.9" />
    <circle cx="5" cy="11.5" r="1.9" />
  </Icon>
);
export const SignOutIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6.4 2.4H3.6c-.7 0-1.2.5-1.2 1.2v8.8c0 .7.5 1.2 1.2 1.2h2.8M10.2 11l3-3-3-3M13 8H6.4" />
  </Icon>
);
export const UndoIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5.6 2.6 2.4 5.8 5.6 9" />
    <path d="M2.4 5.8h6.8a3.8 3.8 0 0 1 0 7.6H6.4" />
  </Icon>
);
export const SwitchIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m5 6 3-3 3 3M5 10l3 3 3-3" />
  </Icon>
);
export const MenuIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.4 4.2h11.2M2.4 8h11.2M2.4 11.8h11.2" />
  </Icon>
);
export const NarrowIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2" y="2.6" width="12" height="10.8" rx="1.8" />
    <path d="M6.2 2.6v10.8" />
  </Icon>
);
export const SocketsIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5 2v3.2M11 2v3.2M3.4 5.2h9.2v2.4a4.6 4.6 0 0 1-9.2 0ZM8 12.2V14" />
  </Icon>
);
export const StackIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 2 14 5 8 8 2 5Z" />
    <path d="m2 8 6 3 6-3M2 11l6 3 6-3" />
  </Icon>
);
export const ProcessesIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2" y="2.6" width="12" height="10.8" rx="1.6" />
    <path d="m4.8 6 2 2-2 2M8.6 10.2h2.8" />
  </Icon>
);
export const InterfacesIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2.4" y="2.6" width="11.2" height="8" rx="1.4" />
    <path d="M5.2 5.6v2M8 5.6v2M10.8 5.6v2M5.6 10.6v2.8h4.8v-2.8" />
  </Icon>
);
export const ChangesIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.2 5.2h9.4M9 2.4l2.8 2.8L9 8M13.8 10.8H4.4M7 8l-2.8 2.8L7 13.6" />
  </Icon>
);
export const HostsIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2" y="2.4" width="12" height="4.8" rx="1.4" />
    <rect x="2" y="8.8" width="12" height="4.8" rx="1.4" />
    <path d="M4.6 4.8v.1M4.6 11.2v.1" />
  </Icon>
);
export const WallIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="1.8" y="2.4" width="12.4" height="8.6" rx="1.4" />
    <path d="M5.4 13.8h5.2M8 11v2.8" />
  </Icon>
);
export const AuditIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.4 1.8h6.4l2.8 2.8v9.6H3.4Z" />
    <path d="M5.8 7h4.4M5.8 9.4h4.4M5.8 11.8h2.6" />
  </Icon>
);
export const LanguageIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M1.8 8h12.4M8 1.8c-3.4 3.6-3.4 8.8 0 12.4M8 1.8c3.4 3.6 3.4 8.8 0 12.4" />
  </Icon>
);
export const ContrastIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2" y="2" width="12" height="12" rx="2.4" />
    <path d="M8 2v12h3.6A2.4 2.4 0 0 0 14 11.6V4.4A2.4 2.4 0 0 0 11.6 2Z" fill="currentColor" stroke="none" />
  </Icon>
);
export const ClockIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 4.4V8l2.4 1.8" />
  </Icon>
);
export const BellIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.4 11.4c1-1 1.2-2.2 1.2-4.2a3.4 3.4 0 0 1 6.8 0c0 2 .2 3.2 1.2 4.2Z" />
    <path d="M6.6 13.6a1.5 1.5 0 0 0 2.8 0" />
  </Icon>
);
export const SysctlsIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 2v5M4 11v3M8 2v1.5M8 7.5V14M12 2v6.5M12 12.5V14" />
    <path d="M2.5 9h3M6.5 5.5h3M10.5 10.5h3" />
  </Icon>
);
export const MetricsIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2 4h8M2 8h4M2 12h4" />
    <circle cx="10.6" cy="9.6" r="2.7" />
    <path d="m12.6 11.6 1.8 1.8" />
  </Icon>
);
export const CalculatorsIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="3" y="1.8" width="10" height="12.4" rx="1.6" />
    <path d="M5.4 4.6h5.2M5.6 8h.1M8 8h.1M10.4 8h.1M5.6 11h.1M8 11h.1M10.4 11h.1" />
  </Icon>
);
export const PrintIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4.6 5.6V2.2h6.8v3.4M4.6 11.2H2.4V5.6h11.2v5.6h-2.2" />
    <path d="M4.6 9.2h6.8v4.6H4.6Z" />
  </Icon>
);
