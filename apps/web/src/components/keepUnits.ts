const BEFORE_UNIT = /(?<=\d) (?=(?:%|[KMGTP]?i?B|[kMGT]?bit\/s|[mµ]?s|min|h|d)(?![A-Za-z]))/g;

/** The same words with numbers and their units kept on one line: "0.14 %" never breaks before the "%". */
export const keepUnits = (text: string): string => text.replace(BEFORE_UNIT, '\u00a0');
