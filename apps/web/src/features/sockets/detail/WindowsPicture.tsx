import { formatValue, type SocketDetail, WINDOW_USED_UP } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { cx } from '../../../components/cx.ts';
import { comingBytes } from './receiveShares.ts';
import styles from './Windows.module.css';
import { type ReceiveWindow, receiveWindowOf, type SendWindow, scaleOf, sendWindowOf } from './windowsOf.ts';

const bytes = (value: number) => formatValue(value, 'bytes');
const percent = (value: number, scale: number) => `${Math.min(100, (value / scale) * 100).toFixed(2)}%`;

interface LegendItem {
  readonly mark: string;
  readonly name: string;
  readonly value: number;
  readonly beyond?: boolean;
}

const Legend = ({ items }: { readonly items: readonly LegendItem[] }) => (
  <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
    {items.map(({ mark, name, value, beyond }) => (
      <li key={name} className="flex items-center gap-1.5 whitespace-nowrap tabular-nums">
        <span aria-hidden="true" className={cx(styles['swatch'], styles[mark])} />
        <span className="text-soft">{name}</span>
        <span className="font-medium">{bytes(value)}</span>
        {beyond && (
          <span aria-hidden="true" className="text-faint">
            →
          </span>
        )}
      </li>
    ))}
  </ul>
);

const Send = ({ window }: { readonly window: SendWindow }) => {
  const t = useTranslations('sockets.detail.windows');
  const { inFlight, notSent, cwnd, peerWindow, ssthresh, allowed, isFull, isPartHeld, doubles } = window;
  const scale = scaleOf(window);
  const more = t(isFull ? 'full' : isPartHeld ? 'partHeld' : doubles ? 'slowStart' : 'room');
  const lines = [
    ['cwnd', cwnd],
    ['peerWindow', peerWindow],
    ['ssthresh', ssthresh],
  ] as const;
  const items = lines.flatMap(([mark, value]) =>
    value === undefined ? [] : [{ mark, name: t(mark), value, beyond: value > scale }],
  );
  return (
    <div>
      <h4 className="mb-1 text-faint text-xs">{t('sending')}</h4>
      <div className={styles['track']} aria-hidden="true" data-full={isFull}>
        <span className={styles['gate']} style={{ width: percent(allowed, scale) }} />
        <span className={styles['inFlight']} style={{ width: percent(inFlight, scale) }} />
        <span
          className={styles['notSent']}
          style={{ left: percent(inFlight, scale), width: percent(Math.min(notSent, scale - inFlight), scale) }}
        />
        {items.map(({ mark, value, beyond }) =>
          beyond ? null : (
            <span key={mark} className={cx(styles['line'], styles[mark])} style={{ left: percent(value, scale) }} />
          ),
        )}
      </div>
      <Legend
        items={[
          { mark: 'inFlight', name: t('inFlight'), value: inFlight },
          { mark: 'notSent', name: t('notSent'), value: notSent },
          ...items,
        ]}
      />
      <p className="mt-1.5 max-w-[70ch] text-pretty text-soft text-sm">
        {peerWindow === undefined
          ? t('allowedCwnd', { cwnd: bytes(cwnd), more })
          : t('allowed', { allowed: bytes(allowed), cwnd: bytes(cwnd), window: bytes(peerWindow), more })}
      </p>
    </div>
  );
};

interface ReceiveProps {
  readonly window: ReceiveWindow;
  /** What a round trip brings; undefined where that is not known. */
  readonly coming: number | undefined;
}

const Receive = ({ window: { unread, free }, coming }: ReceiveProps) => {
  const t = useTranslations('sockets.detail.windows');
  const scale = Math.max(1, unread + free);
  const isUsedUp = coming !== undefined && unread + coming >= WINDOW_USED_UP * scale;
  return (
    <div>
      <h4 className="mb-1 text-faint text-xs">{t('receiving')}</h4>
      <div className={styles['track']} aria-hidden="true" data-full={isUsedUp || (unread > 0 && free === 0)}>
        <span className={styles['gate']} style={{ width: '100%' }} />
        <span className={styles['unread']} style={{ width: percent(unread, scale) }} />
        <span
          className={styles['coming']}
          style={{ left: percent(unread, scale), width: percent(coming ?? 0, scale) }}
        />
      </div>
      <Legend
        items={[
          { mark: 'unread', name: t('unread'), value: unread },
          ...(coming === undefined ? [] : [{ mark: 'coming', name: t('coming'), value: coming }]),
          { mark: 'gate', name: t('free'), value: free },
        ]}
      />
      <p className="mt-1.5 max-w-[70ch] text-pretty text-soft text-sm">
        {free === 0 && unread > 0
          ? t('closed')
          : t('peerMay', { left: bytes(free), more: isUsedUp ? t('usedUp', { coming: bytes(coming) }) : '' })}
      </p>
    </div>
  );
};

interface WindowsPictureProps {
  readonly now: SocketDetail;
  readonly before: SocketDetail | undefined;
}

/** The windows of a connection as one picture: what is under way, what waits, and which line holds it. */
export const WindowsPicture = ({ now, before }: WindowsPictureProps) => {
  const t = useTranslations('sockets.detail.windows');
  const [send, receive] = [sendWindowOf(now), receiveWindowOf(now)];
  if (send === undefined && receive === undefined) return null;
  return (
    <section aria-label={t('title')} className="space-y-3 px-5 pt-5" data-picture="windows">
      <h3 className="font-semibold text-sm">{t('title')}</h3>
      {send !== undefined && <Send window={send} />}
      {receive !== undefined && <Receive window={receive} coming={comingBytes(now, before)} />}
    </section>
  );
};
