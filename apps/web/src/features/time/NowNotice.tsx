'use client';
import { useTranslations } from 'next-intl';
import { TimeNotice } from './TimeNotice.tsx';
import { useTimeRange } from './useTimeRange.ts';

/** Says, while a time is chosen that is over, what of a page is of now all the same. */
export const NowNotice = ({ page }: { readonly page: 'sockets' | 'processes' | 'interfaces' }) => {
  const t = useTranslations('time.now');
  const [{ kind }] = useTimeRange();
  return kind === 'between' ? <TimeNotice title={t(`${page}.title`)} about={t(`${page}.about`)} /> : null;
};
