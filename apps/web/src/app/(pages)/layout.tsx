import type { ReactNode } from 'react';
import { Frame } from '../../features/shell/Frame.tsx';

/** The pages of people who are signed in. */
export default function PagesLayout({ children }: { readonly children: ReactNode }) {
  return <Frame>{children}</Frame>;
}
