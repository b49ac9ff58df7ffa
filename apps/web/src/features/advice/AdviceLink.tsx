'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { jumpTo } from '../../components/jumpTo.ts';
import { keepUnits } from '../../components/keepUnits.ts';
import { useHost } from '../connection/live.ts';
import { firstRemedy, isMade, openAdvice } from './advice.ts';
import { useQuiet } from './useQuiet.ts';

/** The way to the advice where it is not beside the stack but below it, with what to do first. Its place is there before it is needed. */
export const AdviceLink = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('advice');
  const quiet = useQuiet(hostId);
  const count = useHost(hostId, (host) => host.advice?.filter(({ mark }) => mark === undefined).length);
  const remedy = useHost(hostId, ({ advice = [] }) => {
    const [first] = openAdvice(advice);
    if (first === undefined) return '';
    const { applied, actions } = first;
    if (!isMade(applied)) return firstRemedy(first);
    return (applied.state === 'found' ? actions[0] : undefined) ?? t('applied.made');
  });
  return (
    <Link
      href="#advice"
      prefetch={false}
      onClick={(event) => jumpTo(event, 'advice')}
      className={cx(
        'flex min-h-6 min-w-0 max-w-full basis-full items-center gap-2 rounded text-sm max-sm:my-1 max-sm:min-h-11 xl:hidden print:hidden',
        (count ?? 0) > 0 && 'max-sm:rounded-xl max-sm:px-3 max-sm:ring-1 max-sm:ring-line-strong max-sm:ring-inset',
      )}
    >
      {count === undefined || count === 0 ? (
        <span className="text-faint">{t(count === undefined ? 'waiting' : quiet)}</span>
      ) : (
        <>
          <span className="shrink-0 text-accent underline underline-offset-2">{t('jump', { count })}</span>
          <span className="line-clamp-2 min-w-0 break-words text-soft max-sm:leading-tight">{keepUnits(remedy)}</span>
        </>
      )}
    </Link>
  );
};
