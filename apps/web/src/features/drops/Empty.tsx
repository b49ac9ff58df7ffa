'use client';
import { useTranslations } from 'next-intl';

export const Empty = () => {
  const t = useTranslations('drops');
  return <p className="px-5 py-2 text-faint text-sm">{t('none')}</p>;
};
