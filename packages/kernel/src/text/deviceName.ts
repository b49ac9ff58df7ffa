/** IFNAMSIZ less the NUL. Counted in bytes. */
const LONGEST = 15;
/** What the kernel's isspace() knows below 128, and what its own paths and aliases need. */
const FORBIDDEN = [' ', '\t', '\n', '\v', '\f', '\r', '\0', '/', ':'];
const encoder = new TextEncoder();

/** What dev_valid_name() in net/core/dev.c accepts: anything short without white space, slash or colon, except dot and dot-dot. */
export function isDeviceName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || FORBIDDEN.some((character) => name.includes(character)))
    return false;
  return name.length <= LONGEST && encoder.encode(name).length <= LONGEST;
}
