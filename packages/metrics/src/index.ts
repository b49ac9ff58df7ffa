export * from './sockets.ts';
export * from './stack/types.ts';
export * from './types.ts';
