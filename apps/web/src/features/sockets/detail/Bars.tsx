import type { SocketDetail } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { cx } from '../../../components/cx.ts';
import { MemoryBar } from '../MemoryBar.tsx';
import { numberOf } from './numberOf.ts';

/** What fills against what it may fill, at a glance. */
export const Bars = ({ now }: { readonly now: SocketDetail }) => {
  const t = useTranslations('sockets.detail');
  const over = useTranslations('stack.gauge');
  const bars = [
    [t('acceptQueue'), numberOf(now, 'acceptQueue'), numberOf(now, 'acceptBacklog'), 'count'],
    [t('receiveMemory'), numberOf(now, 'rmemAlloc'), numberOf(now, 'rcvbuf'), 'bytes'],
    [t('sendMemory'), numberOf(now, 'wmemQueued') || numberOf(now, 'wmemAlloc'), numberOf(now, 'sndbuf'), 'bytes'],
  ] as const;
  const isListener = numberOf(now, 'acceptQueue') !== undefined;
  const shown = bars.filter(
    ([, used, limit], at) => used !== undefined && limit !== undefined && (at === 0) === isListener,
  );
  if (shown.length === 0) return null;
  const isOver = shown.some(([, used = 0, limit = 0, unit]) => unit === 'bytes' && used > limit);
  return (
    <div className={cx('grid gap-x-6 gap-y-3 px-5 pt-1', shown.length > 1 && 'sm:grid-cols-2')}>
      {shown.map(([title, used, limit, unit]) => (
        <div key={title}>
          <div className="mb-1 text-faint text-xs">{title}</div>
          <MemoryBar title={title} used={used} limit={limit} unit={unit} />
        </div>
      ))}
      {isOver && <p className="text-pretty text-faint text-xs sm:col-span-full">{over('over')}</p>}
    </div>
  );
};
