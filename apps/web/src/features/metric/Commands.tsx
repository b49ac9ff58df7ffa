'use client';
import { useTranslations } from 'next-intl';
import { CommandLine } from '../../components/CopyButton.tsx';

/** The commands that show the same number, if there are any. */
export const Commands = ({ commands }: { readonly commands: readonly string[] }) => {
  const t = useTranslations('metric');
  if (commands.length === 0) return null;
  return (
    <section aria-label={t('commands')}>
      <h3 className="mb-1 font-semibold text-sm">{t('commands')}</h3>
      <div className="space-y-1">
        {commands.map((command) => (
          <CommandLine key={command} command={command} />
        ))}
      </div>
    </section>
  );
};
