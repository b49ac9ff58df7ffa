import type { TunableChange } from '@netstrata/advisor/types';
import { useTranslations } from 'next-intl';
import { clockMoment } from '../../components/clockTime.ts';
import { useDriftBy } from '../changes/useDriftBy.ts';
import { useWho } from '../changes/useWho.ts';
import { pastParts } from './pastParts.ts';

/** That somebody changed the setting to what it is now: from what, when, and by whom where that is known. */
export const PastNote = ({ past }: { readonly past: NonNullable<TunableChange['past']> }) => {
  const t = useTranslations('advice.past');
  const who = useWho();
  const driftBy = useDriftBy();
  const { timeMs, how, by } = past;
  const name = typeof by === 'string' ? by : undefined;
  const { direction, from, to } = pastParts(past);
  return (
    <p className="mt-1 text-pretty break-words text-ink text-xs tabular-nums">
      {t(direction, { from: from || t('nothing'), to: to || t('nothing'), when: clockMoment(timeMs) })}{' '}
      <span className="text-soft">
        {how === 'change' && name !== undefined ? t('fromHere', { who: who(name) }) : t('drift', { by: driftBy(name) })}
      </span>
    </p>
  );
};
