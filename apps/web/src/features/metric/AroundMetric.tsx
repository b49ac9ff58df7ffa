'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { settingHref } from '../address/settingHref.ts';
import { useTunableWords } from '../catalogue/useTunableWords.ts';
import { useHost } from '../connection/live.ts';
import type { Around } from './useAround.ts';

interface AroundMetricProps {
  readonly hostId: string;
  readonly around: Around;
}

const Sysctls = ({ hostId, around: { tunables } }: AroundMetricProps) => {
  const t = useTranslations('metric');
  const { wordsOfName } = useTunableWords();
  return (
    <table className="w-full text-xs">
      <thead className="text-faint">
        <tr>
          <th scope="col" className="text-left font-normal">
            {t('sysctl')}
          </th>
          <th scope="col" className="text-right font-normal">
            {t('value')}
          </th>
          <th scope="col" className="text-right font-normal">
            {t('default')}
          </th>
        </tr>
      </thead>
      <tbody>
        {tunables.map(({ name, title, limits, value, default: usual }) => {
          return (
            <tr key={name} className="border-line border-t align-top">
              <th scope="row" className="py-1 pr-3 text-left font-normal">
                <Link href={settingHref(hostId, name)} className="font-mono text-accent hover:underline">
                  <BreakAtDots text={name} />
                </Link>
                {limits && <span className="ml-2 text-soft">{t('setsLimit')}</span>}
                <span className="block text-faint">{wordsOfName(name)?.title ?? title}</span>
              </th>
              <td className="py-1 text-right font-mono tabular-nums">{value ?? t('unread')}</td>
              <td className="py-1 pl-3 text-right font-mono text-faint tabular-nums">{usual ?? ''}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};

const Rules = ({ hostId, around: { rules } }: AroundMetricProps) => {
  const t = useTranslations('metric');
  const advice = useHost(hostId, (host) => host.advice);
  const open = new Set(advice?.map(({ rule }) => rule));
  if (rules.length === 0) return <p className="text-faint text-sm">{t('noRules')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {rules.map(({ id, title, symptom }) => (
        <li key={id} className="border-line border-l-2 pl-3">
          <p className="text-sm">
            {title}
            {open.has(id) && <span className="ml-2 font-medium text-busy-ink text-xs">{t('ruleOpen')}</span>}
          </p>
          <p className="text-pretty text-faint text-xs">{symptom}</p>
        </li>
      ))}
    </ul>
  );
};

/** The sysctls and the rules that have to do with a metric. */
export const AroundMetric = (props: AroundMetricProps) => {
  const t = useTranslations('metric');
  return (
    <>
      {props.around.tunables.length > 0 && (
        <section aria-label={t('sysctls')}>
          <h3 className="mb-1 font-semibold text-sm">{t('sysctls')}</h3>
          <Sysctls {...props} />
        </section>
      )}
      <section aria-label={t('rules')}>
        <h3 className="mb-1.5 font-semibold text-sm">{t('rules')}</h3>
        <Rules {...props} />
      </section>
    </>
  );
};
