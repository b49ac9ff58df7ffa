import type { DeviceSetting, Risk, Tunable } from './types.ts';

/** Risk of setting a tunable to a value: that of the entry, unless it goes back to a default that is milder. */
export const riskOf = (
  {
    risk,
    riskOfDefault = risk,
    kernelDefault,
  }: Pick<Tunable | DeviceSetting, 'risk' | 'riskOfDefault' | 'kernelDefault'>,
  value: string,
): Risk => (value.trim() === kernelDefault ? riskOfDefault : risk);
