import { headers } from 'next/headers';
import { TabHead } from '../../features/shell/TabHead.tsx';
import { WallView } from '../../features/wall/WallView.tsx';
import { watchdog } from '../../features/wall/watchdog.ts';
import { chosenLocale } from '../../locale/chosenLocale.ts';
import { messagesOf } from '../../locale/messages.ts';

/** The server says which build of the pages it has, so that a screen that was never closed notices the next one. */
export default async function Page() {
  const { navigation, shell } = await messagesOf(await chosenLocale());
  const asked = await headers();
  const [, nonce] = /'nonce-([^']+)'/.exec(asked.get('content-security-policy') ?? '') ?? [];
  return (
    <>
      {/* Browsers hide the nonce that they were given. */}
      <script nonce={nonce} suppressHydrationWarning>{`(${watchdog})()`}</script>
      <TabHead names={[navigation.wall, shell.product]} />
      <WallView build={asked.get('x-netstrata-build') ?? undefined} />
    </>
  );
}
