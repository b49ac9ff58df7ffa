/** The kernel's longest name of a Unix socket. */
const NAME_LENGTH = 108;

/** A program may put anything into a name: what is no letter but moves the text around it is replaced. */
export function shownName(name: string | undefined): string | undefined {
  return name?.replaceAll(/\p{C}/gu, '\ufffd').slice(0, NAME_LENGTH);
}
