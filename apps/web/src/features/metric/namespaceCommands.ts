import type { NamespaceRow } from '@netstrata/metrics';
import { shellWord } from '@netstrata/tunables/shellWord';

const INSIDE = 'ip netns exec {netns} ';
const LINKS = 'ip -n {netns} ';
/** What `ip netns` finds a namespace by; the names that the page shows are those of containers and programs too. */
const NAMED = /^(?:\/var)?\/run\/netns\/([^/]+)$/;

/**
 * Commands of the catalogue for one network namespace, as a shell takes them: by its name where `ip netns` knows one, else by what
 * leads into it. Those that need a name are left out without one, and all that look inside where nothing leads there.
 */
export const namespaceCommands = (
  commands: readonly string[],
  { mount = '', pid }: Pick<NamespaceRow, 'mount' | 'pid'>,
): readonly string[] => {
  const name = NAMED.exec(mount)?.[1];
  if (name !== undefined) return commands.map((command) => command.replaceAll('{netns}', shellWord(name)));
  const target = pid === undefined ? undefined : `-t ${pid} -n`;
  const way = mount === '' ? target : `--net=${shellWord(mount)}`;
  return commands.flatMap((command) => {
    if (!command.includes('{netns}')) return [command];
    if (way === undefined) return [];
    if (command.startsWith(INSIDE)) return [`nsenter ${way} ${command.slice(INSIDE.length)}`];
    return command.startsWith(LINKS) ? [`nsenter ${way} ip ${command.slice(LINKS.length)}`] : [];
  });
};
