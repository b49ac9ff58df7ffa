import { useTranslations } from 'next-intl';

/** "8 seconds", "3 minutes": never less than there is. */
export const useWaitWords = (): ((seconds: number) => string) => {
  const t = useTranslations('signIn');
  return (seconds) => (seconds < 120 ? t('wait', { seconds }) : t('waitMinutes', { minutes: Math.ceil(seconds / 60) }));
};
