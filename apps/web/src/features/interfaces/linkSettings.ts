import { formatValue, type InterfaceDetails } from '@netstrata/metrics';
import { orUndefined, type Setting, settingsOf } from './setting.ts';
import { INTERFACES_TEXT } from './text.ts';

const { on, off, none, eee: EEE } = INTERFACES_TEXT;
const listed = (names: readonly string[] | undefined) => names?.join(', ');

export function fecOf({ fec }: InterfaceDetails): readonly Setting[] | undefined {
  if (fec === undefined) return undefined;
  const configured = [...(fec.auto ? [INTERFACES_TEXT.auto] : []), ...fec.configured];
  return settingsOf({
    Configured: listed(configured),
    Active: fec.active ?? none,
    'Blocks repaired': fec.correctedBlocks,
    'Blocks lost': fec.uncorrectableBlocks,
    'Bits repaired': fec.correctedBits,
  });
}

export function eeeOf({ eee }: InterfaceDetails): readonly Setting[] | undefined {
  if (eee === undefined) return undefined;
  const { enabled, active, txLpi, txLpiTimerUs } = eee;
  const after = txLpiTimerUs === undefined ? on : formatValue(txLpiTimerUs, 'microseconds');
  return orUndefined(
    settingsOf({
      State: enabled === undefined ? undefined : !enabled ? off : active ? EEE.active : EEE.inactive,
      'Sleeps after': txLpi === undefined ? undefined : txLpi ? after : off,
      Supported: listed(eee.supportedModes),
      Offered: listed(eee.advertisedModes),
      'Offered by the other end': listed(eee.peerModes),
    }),
  );
}

/** What both ends of the link can do, by the kernel's names; none where the driver reports no modes. */
export function modesOf({ link }: InterfaceDetails): readonly (readonly [title: string, names: readonly string[]])[] {
  const { supported, offered, peer } = INTERFACES_TEXT.modes;
  const rows = [
    [supported, link?.supportedModes ?? []],
    [offered, link?.advertisedModes ?? []],
    [peer, link?.peerModes ?? []],
  ] as const;
  return rows.filter(([, names]) => names.length > 0);
}
