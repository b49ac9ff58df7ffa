/** A number of the kernel with what people call it: `www-data (33)`; the number alone where it has no name. */
export function namedNumber(number: number | string, name: string | undefined): string {
  return name === undefined ? String(number) : `${name} (${number})`;
}
