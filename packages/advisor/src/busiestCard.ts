import { ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { deviceOf, isCard, settingsOf } from './devices.ts';
import type { RuleContext } from './types.ts';

export interface BusyCard {
  readonly device: string;
  readonly packetsPerSecond: number;
  readonly settings: InterfaceDetails;
}

/** One that is spoken of stays so until another receives so many times as much: the cards of a bond take turns at being the busiest. */
const TAKES_OVER = 2;

/** The card that receives most packets, if its settings are known. `firing` names those that advice is open for. */
export function busiestCard(context: RuleContext, seconds: number, firing: ReadonlySet<string>): BusyCard | undefined {
  const { window } = context;
  const cards = window
    .labelsOf(ID.dev.rxPackets)
    .filter((labels) => isCard(context, deviceOf(labels)))
    .map((labels) => ({
      device: deviceOf(labels),
      packetsPerSecond: window.rate(ID.dev.rxPackets, seconds, labels) ?? 0,
    }))
    .sort((a, b) => b.packetsPerSecond - a.packetsPerSecond);
  const [most] = cards;
  if (most === undefined) return undefined;
  const open = cards.find(({ device }) => firing.has(device));
  const card = open !== undefined && TAKES_OVER * open.packetsPerSecond > most.packetsPerSecond ? open : most;
  const settings = settingsOf(context, card.device);
  return settings === undefined ? undefined : { ...card, settings };
}
