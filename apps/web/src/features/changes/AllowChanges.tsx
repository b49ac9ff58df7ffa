import { useTranslations } from 'next-intl';
import { CommandLine } from '../../components/CopyButton.tsx';
import { useHost } from '../connection/live.ts';

/** How a host that takes no changes from here is made to take them: the machine of the server is started otherwise than others. */
export const AllowChanges = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('changes.mayNot');
  const isSelf = useHost(hostId, ({ update }) => update?.host.self ?? false);
  return (
    <>
      <p className="mb-1 max-w-[75ch] text-pretty">{t(isSelf ? 'allowHere' : 'allowThere')}</p>
      <CommandLine
        command={isSelf ? 'sudo npm start' : `sudo npm run agent -- --server ${window.location.origin} --allow-apply`}
      />
    </>
  );
};
