export * from './catalog.ts';
export * from './parse.ts';
export * from './portList.ts';
export * from './types.ts';
