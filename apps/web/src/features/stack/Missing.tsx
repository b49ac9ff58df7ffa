'use client';
import { useTranslations } from 'next-intl';
import { ChevronIcon, LockIcon } from '../../components/icons.tsx';
import { useHost } from '../connection/live.ts';

/** What the agent may not read, said calmly: it is no fault of the network. */
export const Missing = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('stack.missing');
  const missing = useHost(hostId, ({ update }) => update?.missing);
  if (missing === undefined || missing.length === 0) return null;
  return (
    <details className="group rounded-xl border border-line bg-surface">
      <summary className="flex cursor-pointer list-none items-center gap-2 rounded-xl px-4 py-2 text-sm text-soft hover:text-ink">
        <LockIcon className="size-3.5" />
        {t('title', { count: missing.length })}
        <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
      </summary>
      <div className="border-line border-t px-4 py-3 text-sm">
        <p className="mb-2 text-soft">{t('calm')}</p>
        <ul className="flex flex-col gap-2">
          {missing.map(({ what, why, capability }) => (
            <li key={what} className="grid gap-x-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_auto]">
              <span className="font-medium">{what}</span>
              <span className="text-soft">{why}</span>
              <code className="font-mono text-soft text-xs">{capability}</code>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
};
