import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { BUTTON } from '../../components/button.ts';
import { ChevronIcon } from '../../components/icons.tsx';
import { AllowChanges } from './AllowChanges.tsx';
import { useMayChange } from './useMayChange.ts';

interface ChangeButtonProps {
  readonly hostId: string;
  readonly onPress: () => void;
  readonly className?: string;
  /** What to know before the press, where it may be pressed. */
  readonly note?: string;
  readonly children: ReactNode;
}

/** Leads to the preview of a change. Where nobody may change the host it says so beside it, and what to do: it can be reached, and does nothing. */
export const ChangeButton = ({ hostId, onPress, className = '', note, children }: ChangeButtonProps) => {
  const t = useTranslations('changes.mayNot');
  const id = useId();
  const { may, why, isClosed } = useMayChange(hostId);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-disabled={!may}
        aria-describedby={why === '' ? undefined : id}
        onClick={may ? onPress : undefined}
        className={`${BUTTON.primary} print:hidden ${className}`}
      >
        {children}
      </button>
      {may && note !== undefined && <p className="mt-1 w-full text-pretty text-faint text-xs">{note}</p>}
      {why !== '' && (
        <div className="mt-1 w-full text-pretty text-soft text-xs print:hidden">
          <p id={id}>{why}</p>
          {isClosed && (
            <details className="group mt-1">
              <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded text-accent max-sm:min-h-9">
                <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
                {t('how')}
              </summary>
              <div className="mt-1">
                <AllowChanges hostId={hostId} />
              </div>
            </details>
          )}
        </div>
      )}
    </>
  );
};
