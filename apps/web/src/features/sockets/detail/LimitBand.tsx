import type { SocketDetail } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Band, type BandPart } from './Band.tsx';
import { type LimitShares, limitShares, withShares } from './limitShares.ts';
import { type ReceiveShares, receiveShares } from './receiveShares.ts';

const MOST_SECONDS = 180;
/** As the verdict has it: a socket that is busy less than this has nothing to send. */
const BUSY = 0.1;

const SENDING: readonly BandPart[] = [
  { id: 'busy', fill: 'var(--flow-down)' },
  { id: 'rwnd', fill: 'url(#band-rwnd)' },
  { id: 'sndbuf', fill: 'url(#band-sndbuf)' },
  { id: 'idle' },
];
const RECEIVING: readonly BandPart[] = [
  { id: 'coming', fill: 'url(#band-coming)' },
  { id: 'unread', fill: 'var(--flow-up)' },
  { id: 'free' },
];

interface LimitBandProps {
  readonly now: SocketDetail;
  readonly before: SocketDetail | undefined;
}

/** Who held the sender back, or how much of the receiver's window was used, second by second, for as long as the sheet is open. */
export const LimitBand = ({ now, before }: LimitBandProps) => {
  const t = useTranslations('sockets.detail.band');
  const [sent, setSent] = useState<readonly LimitShares[]>([]);
  const [received, setReceived] = useState<readonly ReceiveShares[]>([]);
  useEffect(() => {
    const sending = limitShares(now, before);
    if (sending !== undefined) setSent((seen) => withShares(seen, sending, MOST_SECONDS));
    const receiving = receiveShares(now, before);
    if (receiving !== undefined) setReceived((seen) => withShares(seen, receiving, MOST_SECONDS));
  }, [now, before]);
  if (now.fields['busyTimeUs'] === undefined) return null;
  const receives = received.length > 0;
  // Of a socket that only receives, its sending time says nothing.
  const sends = !receives || sent.some(({ idle }) => 1 - idle >= BUSY);
  return (
    <section aria-label={t('title')} className="px-5 pt-5" data-picture="limits">
      <h3 className="font-semibold text-sm">{t('title')}</h3>
      {receives && (
        <Band about={t('aboutReceiving')} columns={received} parts={RECEIVING}>
          <pattern id="band-coming" width="1" height="8" patternUnits="userSpaceOnUse">
            <rect width="1" height="5" fill="var(--flow-up)" />
          </pattern>
        </Band>
      )}
      {sends && (
        <Band about={t('about')} columns={sent} parts={SENDING}>
          <pattern id="band-rwnd" width="1" height="12" patternUnits="userSpaceOnUse">
            <rect width="1" height="7" fill="var(--busy)" />
          </pattern>
          <pattern id="band-sndbuf" width="1" height="5" patternUnits="userSpaceOnUse">
            <rect width="1" height="4" fill="var(--saturated)" />
          </pattern>
        </Band>
      )}
    </section>
  );
};
