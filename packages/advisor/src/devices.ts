import { isVirtual, type Labels } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import type { RuleContext } from './types.ts';

export const deviceOf = (labels: Labels): string => labels['device'] ?? '?';

/** Settings of a device as they were reported last; undefined where nothing is known of it. */
export function settingsOf({ details }: Pick<RuleContext, 'details'>, device: string): InterfaceDetails | undefined {
  return details?.interfaces?.interfaces.find((each) => each.device === device);
}

/** Whether there is a card behind it, of the machine or of its hypervisor; by its name where no report says so. */
export function isCard(context: Pick<RuleContext, 'details'>, device: string): boolean {
  return settingsOf(context, device)?.physical ?? !isVirtual(device);
}
