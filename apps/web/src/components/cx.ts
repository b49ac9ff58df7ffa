/** Joins class names; what is false or missing is left out. */
export const cx = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ');
