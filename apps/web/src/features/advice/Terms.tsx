import type { Advice } from '@netstrata/advisor/types';
import { useTranslations } from 'next-intl';
import { ChevronIcon } from '../../components/icons.tsx';
import { useListed } from '../../locale/useListed.ts';
import { termsIn } from './terms.ts';

/** What the terms of a card mean, for those who meet them for the first time. */
export const Terms = ({ advice }: { readonly advice: Advice }) => {
  const t = useTranslations('advice.terms');
  const listed = useListed();
  const { title, where, why, better = '', actions, arithmetic } = advice;
  const terms = termsIn([title, where, why, better, ...actions, arithmetic]);
  if (terms.length === 0) return null;
  return (
    <details className="group mt-3 print:hidden">
      <summary className="flex cursor-pointer list-none items-start gap-1 rounded text-soft text-sm hover:text-ink">
        <ChevronIcon className="mt-1 size-3 transition-transform group-open:rotate-90" />
        {t('title', { names: listed(terms.map((term) => t(`names.${term}`))) })}
      </summary>
      <dl className="mt-2 space-y-2 text-sm">
        {terms.map((term) => (
          <div key={term} className="border-line border-l-2 pl-3">
            <dt className="font-medium">{t(`names.${term}`)}</dt>
            <dd className="text-pretty break-words text-soft">{t(`about.${term}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
};
