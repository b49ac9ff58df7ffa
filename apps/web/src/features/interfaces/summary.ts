import { formatValue, type InterfaceDetails } from '@netstrata/metrics';
import type { InterfaceWords } from './words.ts';

/** What a device is in a line, word by word: `up`, `10 Gbit/s`, `full duplex`. */
export function summaryOf(t: InterfaceWords, { link, operstate, physical }: InterfaceDetails): readonly string[] {
  const words: string[] = [t(`state.${standingOf({ link, operstate })}`)];
  if (link?.speedMbit !== undefined) words.push(formatValue(link.speedMbit, 'mbit/s'));
  if (link?.duplex !== undefined) words.push(t(`duplex.${link.duplex}`));
  if (!physical) words.push(t('virtual'));
  return words;
}

/** Loopback and tunnels say "unknown" and carry packets all the same. */
export function standingOf({ link, operstate }: Pick<InterfaceDetails, 'link' | 'operstate'>) {
  if (operstate === 'up' || (operstate === 'unknown' && link?.detected !== false)) return 'up';
  return link?.detected === false && operstate !== 'down' ? 'noLink' : 'down';
}
