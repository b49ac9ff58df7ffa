'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { StateIcon } from '../../components/State.tsx';
import { adviceHref } from '../advice/adviceHref.ts';
import { useHost } from '../connection/live.ts';
import { namedPids } from './namedPids.ts';

const STATES = { critical: 'saturated', warning: 'busy', info: 'calm' } as const;

/** Open advice that names a process. */
export const AdviceOf = ({ hostId, pid }: { readonly hostId: string; readonly pid: number }) => {
  const t = useTranslations('processes.sheet');
  const advice = useHost(hostId, (host) => host.advice);
  const own = advice?.filter((each) => namedPids(each).has(pid)) ?? [];
  if (own.length === 0) return <p className="text-faint text-sm">{t('adviceNone')}</p>;
  return (
    <>
      <ul className="space-y-2">
        {own.map(({ id, title, why, severity }) => (
          <li key={id} className="flex items-start gap-2 text-sm">
            <StateIcon state={STATES[severity]} className="mt-0.5" />
            <span>
              <span className="block font-medium text-ink">{title}</span>
              <span className="block text-pretty text-soft">{why}</span>
            </span>
          </li>
        ))}
      </ul>
      <Link href={adviceHref(hostId)} className="mt-2 inline-block text-accent text-sm hover:underline">
        {t('adviceOpen')}
      </Link>
    </>
  );
};
