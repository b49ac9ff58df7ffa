import type { DeviceSetting, TunableShape } from '../types.ts';

/** What the entries of one list have in common, and what each says for itself. */
export type Common = Pick<DeviceSetting, 'shape' | 'unit' | 'defaultDerivation' | 'risk' | 'cost' | 'disruptive'>;
type Own = Pick<DeviceSetting, 'name' | 'title' | 'help'> & Partial<DeviceSetting>;

/** As `ethtool -k` and `-c` print a switch. */
export const SWITCH: TunableShape = { kind: 'choice', values: ['off', 'on'] };

/** An entry for a whole device, of the link layer, that acts at once, unless it says otherwise. */
export function entryWith(common: Common): (own: Own) => DeviceSetting {
  return (own) => ({
    layer: 'link',
    kernelDefault: undefined,
    scope: 'device',
    takesEffect: 'at-once',
    interactsWith: [],
    perQueue: undefined,
    ...common,
    ...own,
  });
}
