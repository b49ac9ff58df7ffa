import type { TunableChange } from '@netstrata/advisor/types';
import { useTranslations } from 'next-intl';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { ByHand } from '../changes/ByHand.tsx';
import { changedParts } from './advice.ts';
import { PastNote } from './PastNote.tsx';

interface ChangeProps {
  readonly change: TunableChange;
  /** That it is made: nobody has to type it any more. */
  readonly isMade: boolean;
}

/** One kernel setting: what it is now, what it should be with the changed numbers marked, and the line that does it. */
export const Change = ({ change, isMade }: ChangeProps) => {
  const t = useTranslations('advice');
  return (
    <div className="mt-1.5 first:mt-0">
      <div className="flex flex-wrap items-baseline gap-x-2 text-xs tabular-nums">
        <code className="break-words font-medium font-mono text-ink">
          <BreakAtDots text={change.tunable} />
        </code>
        {change.device !== undefined && (
          <span className="text-soft">
            {change.queue === undefined
              ? t('ofDevice', { device: change.device })
              : t('ofQueue', { device: change.device, queue: change.queue })}
          </span>
        )}
        {change.namespace !== 'host' && (
          <span className="text-faint">{t('inNamespace', { namespace: change.namespace })}</span>
        )}
        <span className="font-mono text-faint">{change.current || t('none')}</span>
        <span className="sr-only">{t('to')}</span>
        <span className="font-mono text-soft">
          <span aria-hidden="true" className="text-faint">
            →{'\u00a0'}
          </span>
          {changedParts(change.current, change.proposed).map(({ place, value, changed }) => (
            <span key={place} className={changed ? 'font-semibold text-ink' : ''}>
              {place > 0 && ' '}
              {value}
            </span>
          ))}
        </span>
      </div>
      {change.past !== undefined && <PastNote past={change.past} />}
      {!isMade && (
        <div className="mt-1.5">
          <ByHand change={change} />
        </div>
      )}
      {change.takesEffect !== undefined && change.scope !== undefined && (
        <p className="mt-1 text-faint text-xs">
          {t('actsWhere', { when: t(`takesEffect.${change.takesEffect}`), where: t(`scope.${change.scope}`) })}
        </p>
      )}
    </div>
  );
};
