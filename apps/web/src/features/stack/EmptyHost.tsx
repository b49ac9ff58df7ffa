import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CommandLine } from '../../components/CopyButton.tsx';

const code = (words: ReactNode) => <code className="whitespace-nowrap font-mono text-ink text-sm">{words}</code>;
const START = 'npm start';

/** No agent has reported for this host: says what that means and what to do. */
export const EmptyHost = ({ message }: { readonly message: string | undefined }) => {
  const t = useTranslations('stack.empty');
  return (
    <section
      aria-labelledby="empty-host"
      className="mx-auto my-10 max-w-xl rounded-xl border border-line bg-surface p-6"
    >
      <h2 id="empty-host" className="font-semibold text-lg">
        {t('title')}
      </h2>
      <p className="mt-2 text-pretty text-soft">{t('body')}</p>
      <ul className="mt-3 mb-4 list-disc space-y-1 pl-5 text-soft">
        <li>{t.rich('start', { code })}</li>
        <li>{t('ended')}</li>
      </ul>
      <CommandLine command={START} />
      <p className="mt-4 text-soft">{t('after')}</p>
      {message !== undefined && <p className="mt-2 text-faint text-sm">{t('refused', { message })}</p>}
    </section>
  );
};
