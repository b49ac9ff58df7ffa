export * from './joinWords.ts';
export * from './localeOf.ts';
export * from './localised.ts';
export * from './sameWords.ts';
export * from './types.ts';
export * from './words.ts';
export * from './wordsOf.ts';
