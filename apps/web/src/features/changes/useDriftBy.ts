import { useTranslations } from 'next-intl';
import { driftBy } from './driftBy.ts';

/** Says who changed a setting past this product, as a person reads it. */
export const useDriftBy = (): ((by: string | undefined) => string) => {
  const t = useTranslations('changes.drift');
  return (by) => {
    const said = driftBy(by);
    if (said.kind === 'told') return said.words;
    return said.kind === 'by' ? t('by', { who: said.who }) : t('unknownBy');
  };
};
