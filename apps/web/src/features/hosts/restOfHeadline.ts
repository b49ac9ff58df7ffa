/** What a headline says beyond the title that stands above it: "queue overflows: 41/s; 3 dropped" under "Queue overflows" is "3 dropped". */
export const restOfHeadline = (headline: string | undefined, title: string | undefined): string | undefined => {
  if (headline === undefined || title === undefined) return headline;
  if (!headline.toLowerCase().startsWith(title.toLowerCase())) return headline;
  const rest = headline.replace(/^[^;；]*[;；]?\s*/, '');
  return rest === '' ? undefined : rest;
};
