import { useTranslations } from 'next-intl';
import { CommandLine } from '../../components/CopyButton.tsx';

const AGENT_COMMAND = 'npm run agent -- --server URL --allow-apply';

/** How a host that takes no changes from here is made to take them. */
export const AllowChanges = () => {
  const t = useTranslations('changes.mayNot');
  return (
    <>
      <p className="mb-1 max-w-[75ch] text-pretty">{t('allow')}</p>
      <CommandLine command={AGENT_COMMAND} />
    </>
  );
};
