import { type Raise, raiseToDefault } from '../guards.ts';

export const SOMAXCONN = 'net.core.somaxconn';
/** The kernel's own default since 5.4: no proposal ends below it unless the step does. */
export const SOMAXCONN_DEFAULT = 4096;
/** Above this a queue hides an overload for longer than any client waits. */
const SOMAXCONN_MOST = 65_535;

/**
 * At once to the kernel's own default, which every newer host has; above it in the usual steps. The queue costs memory only
 * while connections wait in it.
 */
export function raiseSomaxconn(somaxconn: number, wanted: number): Raise {
  return raiseToDefault({ current: somaxconn, wanted, most: SOMAXCONN_MOST, own: SOMAXCONN_DEFAULT });
}
