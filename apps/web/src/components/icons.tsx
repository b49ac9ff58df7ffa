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
