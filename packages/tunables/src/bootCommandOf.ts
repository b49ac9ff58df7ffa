import { shellWord } from './shellWord.ts';

/** A setting, where it is, and the value that it is to have. */
interface WantedAtBoot {
  readonly tunable: string;
  readonly proposed: string;
  readonly namespace: string;
  readonly device?: string | undefined;
}

/** The file that the agent keeps unless told another: it leaves the lines of others as they are. */
const FILE = '/etc/sysctl.d/90-netstrata.conf';

/**
 * The line that has a setting at every boot to come, which `sysctl -w` has not; undefined for what no file of sysctls sets: devices, and
 * network namespaces, which are made anew with their container.
 */
export function bootCommandOf({ tunable, proposed, namespace, device }: WantedAtBoot): string | undefined {
  if (device !== undefined || namespace !== 'host') return undefined;
  return `echo ${shellWord(`${tunable} = ${proposed}`)} >> ${FILE}`;
}
