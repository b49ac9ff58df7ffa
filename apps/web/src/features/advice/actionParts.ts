/** A line to paste that sets something: quoted, whole, and nothing in it that the reader has to put in. What only looks stays in the prose. */
const COMMAND =
  /"((?:tc qdisc (?:add|change|replace) dev|ip link set|ethtool -(?:s|[ACGKLNX]) \S+|sysctl -w|systemctl enable)\s[^"…]+)"/;
const ENDS = /^[\s.,;。，；]*$/;

interface ActionPart {
  readonly kind: 'text' | 'command';
  readonly text: string;
}

/** What to do, with the commands in it apart from the words around them. */
export const actionParts = (action: string): readonly ActionPart[] =>
  action
    .split(COMMAND)
    .map((text, at): ActionPart => ({ kind: at % 2 === 1 ? 'command' : 'text', text: text.trim() }))
    // A full stop behind a command says nothing on a line of its own.
    .filter(({ kind, text }) => kind === 'command' || !ENDS.test(text));

/** An option of a command, as in "ping -M do -s 1472": a line would break behind its hyphen. */
const FLAG = /(?<=\s)(-{1,2}[A-Za-z][\w-]*)/;

interface FlagPart {
  /** Where it begins in the text. */
  readonly start: number;
  readonly part: string;
  readonly isFlag: boolean;
}

/** A text with the options in it apart, so that each can be kept on one line. */
export const flagParts = (text: string): readonly FlagPart[] => {
  let start = 0;
  return text.split(FLAG).map((part, at) => {
    const found = { start, part, isFlag: at % 2 === 1 };
    start += part.length;
    return found;
  });
};
