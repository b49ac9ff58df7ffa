import { ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import type { RuleContext } from './types.ts';

export const CARRIER_CHANGES = 'link.netClass.carrierChanges';
/** A link that is still finding its mode is not judged. */
const STEADY_SECONDS = 60;

export interface SteadyLink {
  readonly device: string;
  readonly link: NonNullable<InterfaceDetails['link']>;
  readonly speedMbit: number;
}

/** Cards with a link whose speed is known and that did not come or go within the last minute. */
export function steadyLinks({ window, details }: RuleContext): readonly SteadyLink[] {
  return (details?.interfaces?.interfaces ?? []).flatMap(({ device, physical, link }) => {
    // The sample is newer than the report.
    const speedMbit = window.last(ID.dev.speedMbit, { device }) ?? link?.speedMbit;
    if (!physical || link === undefined || link.detected === false || speedMbit === undefined || speedMbit <= 0)
      return [];
    const changes = window.delta(CARRIER_CHANGES, STEADY_SECONDS, { device });
    return changes !== undefined && changes > 0 ? [] : [{ device, link, speedMbit }];
  });
}
