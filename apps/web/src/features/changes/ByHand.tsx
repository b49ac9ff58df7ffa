import { bootCommandOf } from '@netstrata/tunables/bootCommandOf';
import { commandOf } from '@netstrata/tunables/commandOf';
import { useTranslations } from 'next-intl';
import { CommandLine } from '../../components/CopyButton.tsx';

interface ByHandProps {
  readonly change: {
    readonly tunable: string;
    readonly proposed: string;
    readonly namespace: string;
    readonly device?: string | undefined;
    readonly queue?: number | undefined;
  };
  /** Where another line sets it now: in another network namespace. */
  readonly now?: string;
}

/** A change by hand: the line for now, and the one for each boot to come, or what has to set it there. */
export const ByHand = ({ change, now = commandOf(change) }: ByHandProps) => {
  const t = useTranslations('changes.byHand');
  const boot = bootCommandOf(change);
  return (
    <div className="space-y-1 text-faint text-xs">
      <p>{t('now')}</p>
      <CommandLine command={now} />
      {boot === undefined ? (
        <p className="text-pretty">{t(change.device === undefined ? 'namespace' : 'device')}</p>
      ) : (
        <>
          <p>{t('boot')}</p>
          <CommandLine command={boot} />
        </>
      )}
    </div>
  );
};
