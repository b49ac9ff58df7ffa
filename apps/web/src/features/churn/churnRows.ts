import { type ChurnReport, type ChurnSums, formatRate, formatValue, type LayerModel } from '@netstrata/metrics';
import type { ChurnWords } from './words.ts';

/** A count of the report as a rate. */
export function perSecond(count: number | undefined, windowMs: number): number | undefined {
  return count !== undefined && windowMs > 0 ? (count * 1000) / windowMs : undefined;
}

export function shortShare({ short, closed }: ChurnSums): number | undefined {
  return short === undefined || closed === 0 ? undefined : short / closed;
}

/** Bytes of one connection on average; a UDP socket says none. */
export function each(bytes: number | undefined, { closed }: ChurnSums): number | undefined {
  return bytes === undefined || closed === 0 ? undefined : bytes / closed;
}

/** Opened and accepted come from the counters of TCP, closed from the report. */
export function asideOf(t: ChurnWords, report: ChurnReport, headlines: LayerModel['headlines']): string {
  const rateOf = (id: string) => formatRate(headlines.find((headline) => headline.id === id)?.value, 'connections');
  const closed = formatRate(perSecond(report.total.closed, report.windowMs), 'connections');
  return t('aside', { opened: rateOf('application.opened'), accepted: rateOf('application.accepted'), closed });
}

/** What there is to say of all closed connections together; what is zero is left out. */
export function summaryOf(
  t: ChurnWords,
  { failed, shortLimitMs, total, udp, windowMs }: ChurnReport,
): readonly string[] {
  const parts: string[] = [];
  const rate = (count: number | undefined) => formatRate(perSecond(count, windowMs), 'connections');
  if (total.closed > 0) {
    const share = shortShare(total);
    const limit = formatValue(shortLimitMs, 'milliseconds');
    if (share === undefined) parts.push(t('summary.shortUnknown'));
    else parts.push(t('summary.short', { share: formatValue(share, 'share'), limit }));
  }
  if (total.rttUs !== undefined) parts.push(t('summary.rtt', { rtt: formatValue(total.rttUs, 'microseconds') }));
  if ((total.retransShare ?? 0) > 0)
    parts.push(t('summary.retrans', { share: formatValue(total.retransShare, 'share') }));
  if ((total.unfinished ?? 0) > 0) parts.push(t('summary.unfinished', { rate: rate(total.unfinished) }));
  if (failed > 0) parts.push(t('summary.failed', { rate: rate(failed) }));
  if (udp > 0) parts.push(t('summary.udp', { rate: rate(udp) }));
  return parts;
}

/** What the kernel could not tell; undefined where it told all. */
export function lostOf(t: ChurnWords, { lost, roomEvents, roomForced }: ChurnReport): string | undefined {
  if (lost === 0) return undefined;
  const room = formatValue(roomEvents, 'count');
  const text =
    lost === undefined ? t('lostUnknown', { room }) : t('lost', { events: formatValue(lost, 'count'), room });
  return roomForced ? text : t('lostHelp', { lost: text });
}
