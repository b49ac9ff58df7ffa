export * from './advise.ts';
export * from './book.ts';
export { FEELS } from './feels.ts';
export { RULES } from './rules/index.ts';
export * from './types.ts';
export { byUrgency, isWorse } from './urgency.ts';
export * from './withReach.ts';
