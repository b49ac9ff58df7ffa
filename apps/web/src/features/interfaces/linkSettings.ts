import { formatValue, type InterfaceDetails } from '@netstrata/metrics';
import { orUndefined, type Setting, settingsOf } from './setting.ts';
import type { InterfaceSpeech, InterfaceWords } from './words.ts';

export function fecOf({ t, listed }: InterfaceSpeech, { fec }: InterfaceDetails): readonly Setting[] | undefined {
  if (fec === undefined) return undefined;
  const configured = [...(fec.auto ? [t('auto')] : []), ...fec.configured];
  return settingsOf(t, [
    [t('setting.configured'), listed(configured)],
    [t('setting.active'), fec.active ?? t('none')],
    [t('setting.blocksRepaired'), fec.correctedBlocks],
    [t('setting.blocksLost'), fec.uncorrectableBlocks],
    [t('setting.bitsRepaired'), fec.correctedBits],
  ]);
}

export function eeeOf({ t, listed }: InterfaceSpeech, { eee }: InterfaceDetails): readonly Setting[] | undefined {
  if (eee === undefined) return undefined;
  const { enabled, active, txLpi, txLpiTimerUs } = eee;
  const after = txLpiTimerUs === undefined ? t('on') : formatValue(txLpiTimerUs, 'microseconds');
  const state = enabled === undefined ? undefined : !enabled ? t('off') : t(active ? 'eee.active' : 'eee.inactive');
  return orUndefined(
    settingsOf(t, [
      [t('setting.state'), state],
      [t('setting.sleepsAfter'), txLpi === undefined ? undefined : txLpi ? after : t('off')],
      [t('setting.supported'), eee.supportedModes && listed(eee.supportedModes)],
      [t('setting.offered'), eee.advertisedModes && listed(eee.advertisedModes)],
      [t('setting.peer'), eee.peerModes && listed(eee.peerModes)],
    ]),
  );
}

/** What both ends of the link can do, by the kernel's names; none where the driver reports no modes. */
export function modesOf(
  t: InterfaceWords,
  { link }: InterfaceDetails,
): readonly (readonly [title: string, names: readonly string[]])[] {
  const rows = [
    [t('modes.supported'), link?.supportedModes ?? []],
    [t('modes.offered'), link?.advertisedModes ?? []],
    [t('modes.peer'), link?.peerModes ?? []],
  ] as const;
  return rows.filter(([, names]) => names.length > 0);
}
