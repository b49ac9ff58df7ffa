import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Frame } from '../../features/shell/Frame.tsx';

/** The pages of people who are signed in. The server says which build of them it has, so that one that stays open notices the next. */
export default async function PagesLayout({ children }: { readonly children: ReactNode }) {
  return <Frame build={(await headers()).get('x-netstrata-build') ?? undefined}>{children}</Frame>;
}
