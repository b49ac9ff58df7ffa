/** Programs that only print a file of the kernel. */
const READERS: ReadonlySet<string> = new Set(['cat', 'grep', 'head', 'stat']);
const INSIDE = /^ip netns exec \S+ /;

/** The id of the tool that a command of the catalogue belongs to; what only prints a file is `cat`. */
export function toolOf(command: string): string {
  const [program = ''] = command.replace(INSIDE, '').split(' ');
  return READERS.has(program) ? 'cat' : program;
}
