import { formatValue } from '@netstrata/metrics';
import { type Calculation, inRange } from './Calculation.ts';

export interface LossCeilingInput {
  readonly rttMs: number;
  /** Of segments sent, 0 to 100. */
  readonly lossPercent: number;
  readonly mssBytes: number;
  /** What one connection is to carry, bytes a second. */
  readonly bytesPerSecond: number;
}

/** The constant of Mathis' formula for a receiver that acknowledges every segment: √(3/2). */
const MATHIS = 1.22;

/**
 * What loss leaves to one connection with a congestion control of the classic kind.
 * @throws CalculationError for what no path has
 */
export function lossCeiling(input: LossCeilingInput): Calculation {
  const rttMs = inRange('rttMs', input.rttMs, { least: 0.001, most: 60_000 });
  const lossPercent = inRange('lossPercent', input.lossPercent, { least: 0.000_001, most: 50 });
  const mss = inRange('mssBytes', input.mssBytes, { least: 48, most: 65_535 });
  const wanted = inRange('bytesPerSecond', input.bytesPerSecond, { least: 1, most: 1e12 });
  const loss = lossPercent / 100;
  const ceiling = ((mss * 1000) / rttMs) * (MATHIS / Math.sqrt(loss));
  const windowBytes = (ceiling * rttMs) / 1000;
  const allowed = ((mss * 1000 * MATHIS) / (rttMs * wanted)) ** 2;
  const fits = wanted <= ceiling;
  const connections = Math.ceil(wanted / ceiling);
  const [most, want] = [ceiling, wanted].map((value) => formatValue(value, 'bytes/s'));
  return {
    fits,
    answer: fits
      ? {
          en: `Loss of ${lossPercent} % over ${rttMs} ms leaves one connection up to ${most}: enough for ${want}.`,
          'zh-CN': `往返 ${rttMs} ms、丢包 ${lossPercent} % 时，一条连接至多 ${most}：足够 ${want}。`,
        }
      : {
          en: `Loss of ${lossPercent} % over ${rttMs} ms leaves one connection at most ${most}, not ${want}: no buffer changes that. Mend the loss, or use about ${connections} connections.`,
          'zh-CN': `往返 ${rttMs} ms、丢包 ${lossPercent} % 时，一条连接至多 ${most}，达不到 ${want}：调缓冲区没有用。请消除丢包，或用约 ${connections} 条连接。`,
        },
    steps: [
      {
        id: 'ceiling',
        name: { en: 'one connection at most', 'zh-CN': '一条连接至多' },
        how: {
          en: `MSS / RTT × ${MATHIS} / √p = ${mss} B / ${rttMs} ms × ${MATHIS} / √${loss}`,
          'zh-CN': `MSS / RTT × ${MATHIS} / √p = ${mss} B / ${rttMs} ms × ${MATHIS} / √${loss}`,
        },
        value: ceiling,
        unit: 'bytes/s',
      },
      {
        id: 'window',
        name: { en: 'window that it keeps on average', 'zh-CN': '平均能保持的窗口' },
        how: { en: `that × ${rttMs} ms`, 'zh-CN': `其值 × ${rttMs} ms` },
        value: windowBytes,
        unit: 'bytes',
      },
      {
        id: 'between',
        name: { en: 'segments between two losses, for what is wanted', 'zh-CN': '达到目标所需的两次丢包间报文段数' },
        how: {
          en: `(rate × RTT / (${MATHIS} × MSS))²`,
          'zh-CN': `(速率 × RTT / (${MATHIS} × MSS))²`,
        },
        value: 1 / allowed,
        unit: 'packets',
      },
    ],
    wishes: [],
    caveats: [
      {
        en: 'Mathis et al., 1997, for Reno. cubic does better on long fast paths with little loss, and is much the same where it matters here.',
        'zh-CN': '依据 Mathis 等（1997），针对 Reno。cubic 在低丢包的长肥路径上更好，在此处关心的情形下差别不大。',
      },
      {
        en: 'bbr does not take every loss for congestion: below some percent of loss it is not held by this. It needs the same at the sender only.',
        'zh-CN': 'bbr 不把每次丢包都当作拥塞：丢包在百分之几以下时不受此限制。只需在发送方启用。',
      },
    ],
  };
}
