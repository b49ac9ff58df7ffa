import { headers } from 'next/headers';
import { WallView } from '../../features/wall/WallView.tsx';

/** The server says which build of the pages it has, so that a screen that was never closed notices the next one. */
export default async function Page() {
  return <WallView build={(await headers()).get('x-netstrata-build') ?? undefined} />;
}
