/** What the kernel takes for no limit at all, by name: UINT_MAX. */
const UNLIMITED: ReadonlyMap<string, string> = new Map([['net.ipv4.tcp_notsent_lowat', '4294967295']]);

/** Whether a value of a setting is the kernel's word for no limit. */
export const isUnlimited = (tunable: string, value: string): boolean => UNLIMITED.get(tunable) === value.trim();
