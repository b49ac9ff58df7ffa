/** How much may go wrong, 1 for little. */
export type Risk = 1 | 2 | 3 | 4;

/** One entry of the catalogue: the only place that lists a thing that can be changed. Pure and browser-safe. */
export interface Tunable {
  /** The kernel's dotted name: `net.core.somaxconn`. */
  readonly name: string;
  readonly layer: 'application' | 'socket' | 'transport' | 'network' | 'link';
  readonly shape: TunableShape;
  /** Unit of each number: 'bytes', 'pages', 'connections', 'packets', 'seconds' … */
  readonly unit: string;
  readonly title: string;
  readonly help: string;
  /** Compiled default on a current kernel, as the kernel prints it; undefined where it is derived from the machine. */
  readonly kernelDefault: string | undefined;
  /** How the default is derived, in words, where it is. */
  readonly defaultDerivation: string | undefined;
  /** `namespace`: one value per network namespace. `global`: the whole host. `global-readonly`: global, visible read-only in a child. */
  readonly scope: 'namespace' | 'global' | 'global-readonly';
  readonly takesEffect: 'at-once' | 'as-they-grow' | 'new-sockets' | 'next-listen' | 'new-devices';
  /** What it does may need so long before anybody sees it, where it waits for timers of the kernel; at once unless said. */
  readonly settlesWithinSeconds?: number;
  readonly risk: Risk;
  /** Risk of the compiled default, where going back to it is milder than leaving it. */
  readonly riskOfDefault?: Risk;
  /** What it costs. */
  readonly cost: string;
  /** Names of tunables to read together with it. */
  readonly interactsWith: readonly string[];
}

/** A setting of a network device, changed through ethtool or sysfs. Its value is text as a sysctl's. */
export interface DeviceSetting extends Omit<Tunable, 'scope'> {
  /** `ethtool.rings.rx`, `sysfs.tx_queue_len`, `sysfs.rps_cpus`: the interface, then the kernel's word. */
  readonly name: string;
  readonly scope: 'device';
  /** One value for each queue of this kind, rather than one for the device. */
  readonly perQueue: 'rx' | 'tx' | undefined;
  /** The link may go down for a moment. */
  readonly disruptive: boolean;
}

export type TunableShape =
  /** `powerOfTwo`: 0 or a power of two; the kernel would round anything else. */
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly powerOfTwo?: boolean }
  | { readonly kind: 'triple'; readonly min: number; readonly max: number; readonly ascending: boolean }
  | { readonly kind: 'pair'; readonly min: number; readonly max: number }
  /** Ports and ranges of ports, `8080,9148-9150`; empty for none. */
  | { readonly kind: 'ports' }
  /** A set of CPUs as a mask, hexadecimal with commas between groups of eight digits. */
  | { readonly kind: 'cpus' }
  | { readonly kind: 'choice'; readonly values: readonly string[] | 'kernel-list' };
