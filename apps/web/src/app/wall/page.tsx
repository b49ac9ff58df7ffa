import { headers } from 'next/headers';
import { TabHead } from '../../features/shell/TabHead.tsx';
import { WallView } from '../../features/wall/WallView.tsx';
import { watchdog } from '../../features/wall/watchdog.ts';
import { chosenLocale } from '../../locale/chosenLocale.ts';
import { messagesOf } from '../../locale/messages.ts';
import { nonceOf } from '../nonceOf.ts';

/** The server says which build of the pages it has, so that a screen that was never closed notices the next one. */
export default async function Page() {
  const { navigation, shell } = await messagesOf(await chosenLocale());
  return (
    <>
      {/* Browsers hide the nonce that they were given. */}
      <script nonce={await nonceOf()} suppressHydrationWarning>{`(${watchdog})()`}</script>
      <TabHead names={[navigation.wall, shell.product]} />
      <WallView build={(await headers()).get('x-netstrata-build') ?? undefined} />
    </>
  );
}
