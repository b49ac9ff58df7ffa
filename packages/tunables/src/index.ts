export * from './catalog.ts';
export { cpuMaskText, parseCpuMask } from './cpuMask.ts';
export { defaultOn, type Machine } from './defaultOn.ts';
export * from './deviceCatalog.ts';
export * from './isUnlimited.ts';
export * from './parse.ts';
export * from './portList.ts';
export * from './riskOf.ts';
export * from './types.ts';
