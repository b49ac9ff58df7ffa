'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { clockDay } from '../../components/clockTime.ts';
import { changeHref } from '../changes/changeHref.ts';
import { useDriftBy } from '../changes/useDriftBy.ts';
import { useWho } from '../changes/useWho.ts';
import { MarkedValue } from '../changes/Values.tsx';
import type { SettingEvent } from './history.ts';

/** Who changed a setting, when, from what to what and why. */
export const SettingHistory = ({
  hostId,
  events,
}: {
  readonly hostId: string;
  readonly events: readonly SettingEvent[];
}) => {
  const t = useTranslations('sysctls.sheet');
  const driftBy = useDriftBy();
  const who = useWho();
  if (events.length === 0) return <p className="text-faint text-sm">{t('noHistory')}</p>;
  return (
    <ol className="space-y-2 text-sm">
      {events.map(({ kind, timeMs, before, after, by, because, change }) => (
        <li
          key={`${kind} ${timeMs} ${after}`}
          data-event={kind}
          className={`border-l-2 pl-3 ${kind === 'drift' ? 'border-busy' : 'border-line-strong'}`}
        >
          <p className="break-words font-mono text-xs">
            <span className="text-faint">{before || t('nothing')} → </span>
            <MarkedValue from={before} value={after} />
          </p>
          <p className="text-faint text-xs tabular-nums">
            {clockDay(timeMs)} ·{' '}
            {t(`events.${kind}`, {
              by: kind === 'drift' ? driftBy(by) : who(by ?? 'server'),
            })}
            {change !== undefined && (
              <>
                {' · '}
                <Link href={changeHref(hostId, change.id)} className="text-accent underline underline-offset-2">
                  {t('details')}
                </Link>
              </>
            )}
          </p>
          {because !== '' && <p className="text-soft text-xs">{because}</p>}
        </li>
      ))}
    </ol>
  );
};
