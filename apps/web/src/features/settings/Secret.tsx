import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BUTTON } from '../../components/button.ts';
import { CommandLine } from '../../components/CopyButton.tsx';
import { InfoIcon } from '../../components/icons.tsx';

interface SecretProps {
  readonly value: string;
  /** How long it is good. */
  readonly note?: string;
  /** How it is used. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** Something that is shown once, ready to be copied. */
export const Secret = ({ value, note, children, onClose }: SecretProps) => {
  const s = useTranslations('settings');
  return (
    <div className="mt-4 flex flex-col gap-3">
      <div data-secret>
        <CommandLine command={value} />
      </div>
      <p className="flex items-start gap-2 text-busy-ink text-sm">
        <InfoIcon className="mt-0.5 size-4" />
        <span>
          {s('shownOnce')} {note !== undefined && <span className="text-soft">{s('goodFor', { ends: note })}</span>}
        </span>
      </p>
      {children}
      <div className="flex justify-end">
        <button type="button" className={BUTTON.primary} onClick={onClose}>
          {s('done')}
        </button>
      </div>
    </div>
  );
};
