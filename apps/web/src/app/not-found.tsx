import { BUTTON } from '../components/button.ts';
import { DoorFrame } from '../features/sign-in/DoorFrame.tsx';
import { chosenLocale } from '../locale/chosenLocale.ts';
import { messagesOf } from '../locale/messages.ts';

/** Written by the server, with plain links: scripts of this page would be loaded with every other. */
export default async function NotFound() {
  const { shell } = await messagesOf(await chosenLocale());
  const { title, body, back, hosts } = shell.notFound;
  return (
    <DoorFrame product={shell.product} title={title} about={body}>
      <div className="mt-5 flex flex-wrap gap-2">
        <a href="/" className={BUTTON.primary}>
          {back}
        </a>
        <a href="/hosts" className={BUTTON.plain}>
          {hosts}
        </a>
      </div>
    </DoorFrame>
  );
}
