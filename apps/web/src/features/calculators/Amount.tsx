import type { Step } from '@netstrata/advisor/calculators';
import { useLocale, useTranslations } from 'next-intl';
import { stepText } from './stepText.ts';

/** What a step comes to, with the exact number under a rounded one; `short`: at a glance only. */
export const Amount = ({ step, short = false }: { readonly step: Step; readonly short?: boolean }) => {
  const t = useTranslations('calculators');
  const amount = stepText(step, { locale: useLocale() });
  if (amount === undefined) return t('never');
  return (
    <>
      {amount.text}
      {amount.exact !== undefined && !short && (
        <span className="block font-normal text-faint text-xs">{amount.exact}</span>
      )}
    </>
  );
};
