export { addressBytes, isInPrefix } from './addresses.ts';
export { completeSocketFilter, type FilterCompletion } from './completeSocketFilter.ts';
export { FILTER_FIELDS, FILTER_LIMITS, type FilterFieldName } from './fields.ts';
export { MOST_FILTER_LETTERS, parseSocketFilter } from './parseSocketFilter.ts';
export type {
  FilterName,
  FilterNumber,
  FilterTrouble,
  ParsedSocketFilter,
  SocketTerm,
  SocketTest,
} from './types.ts';
