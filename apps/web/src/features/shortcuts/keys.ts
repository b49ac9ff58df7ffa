/** What a key press is for a shortcut: `g`, `?`, `,`; `mod+k` with Control or Command. Undefined for a lone modifier. */
export const nameOfPress = (
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string | undefined => {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (altKey || ['Shift', 'Control', 'Meta', 'Alt', 'AltGraph'].includes(key)) return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${name}` : name;
};

/**
 * Where a press leads: `pending` are the presses of a sequence that has begun. `match` is a whole shortcut, `rest` what has
 * begun now; a press that leads nowhere from what has begun may begin anew.
 */
export const advance = (
  known: readonly string[],
  pending: string,
  press: string,
): { readonly match?: string; readonly rest: string } => {
  for (const typed of pending === '' ? [press] : [`${pending} ${press}`, press]) {
    if (known.includes(typed)) return { match: typed, rest: '' };
    if (known.some((keys) => keys.startsWith(`${typed} `))) return { rest: typed };
  }
  return { rest: '' };
};

/** Whether somebody types there, so that letters are letters. */
export const isTyping = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=range])')
  );
};

/** The keys as they are printed on them, for `kbd`: `mod` is what this machine calls it. */
export const printedKeys = (keys: string, isMac: boolean): readonly string[] =>
  keys
    .split(' ')
    .map((press) =>
      press.startsWith('mod+')
        ? `${isMac ? '⌘' : 'Ctrl'} ${press.slice(4).toUpperCase()}`
        : press.length === 1
          ? press.toUpperCase()
          : press,
    );
