export * from './catalog.ts';
export * from './parse.ts';
export * from './types.ts';
