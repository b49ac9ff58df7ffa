import { ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { deviceOf, isCard, settingsOf } from './devices.ts';
import type { RuleContext } from './types.ts';

export interface BusyCard {
  readonly device: string;
  readonly packetsPerSecond: number;
  readonly settings: InterfaceDetails;
}

/** The card that receives most packets, if its settings are known. */
export function busiestCard(context: RuleContext, seconds: number): BusyCard | undefined {
  const { window } = context;
  const [most] = window
    .labelsOf(ID.dev.rxPackets)
    .filter((labels) => isCard(context, deviceOf(labels)))
    .map((labels) => ({
      device: deviceOf(labels),
      packetsPerSecond: window.rate(ID.dev.rxPackets, seconds, labels) ?? 0,
    }))
    .sort((a, b) => b.packetsPerSecond - a.packetsPerSecond);
  const settings = most === undefined ? undefined : settingsOf(context, most.device);
  return most === undefined || settings === undefined ? undefined : { ...most, settings };
}
