export * from './format.ts';
export * from './rates.ts';
export * from './sockets.ts';
export * from './stack/types.ts';
export * from './types.ts';
export * from './window.ts';
