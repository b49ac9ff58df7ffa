'use client';
import { useTranslations } from 'next-intl';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { TimePicker } from './TimePicker.tsx';
import { LIVE, shifted } from './timeRange.ts';
import { useKeepTime } from './useKeepTime.ts';
import { useTimeRange } from './useTimeRange.ts';

/** The one control of time, for everything on the page, with its keys; what was chosen goes along to the next page. */
export const TimeControl = () => {
  const t = useTranslations('time');
  const [range, onChange] = useTimeRange();
  useKeepTime();
  useShortcut({
    keys: '[',
    title: t('shortcuts.earlier'),
    group: 'page',
    run: () => onChange(shifted(range, -1, Date.now())),
  });
  useShortcut({
    keys: ']',
    title: t('shortcuts.later'),
    group: 'page',
    run: () => onChange(shifted(range, 1, Date.now())),
  });
  useShortcut({ keys: 'l', title: t('shortcuts.back'), group: 'page', run: () => onChange(LIVE) });
  return <TimePicker inBar />;
};
