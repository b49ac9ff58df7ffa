export * from './access.ts';
export * from './driftWords.ts';
export * from './errors.ts';
export * from './types.ts';
