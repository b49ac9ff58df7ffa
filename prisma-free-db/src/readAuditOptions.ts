export const USAGE = `netstrata audit verify [--data FOLDER]                 whether any row was changed or removed
netstrata audit export [--as csv|json] [--data FOLDER]  all rows, the newest first; json is one object a line
FOLDER is the server's data folder, ./.netstrata unless said.`;

export type AuditOptions =
  | { readonly command: 'verify'; readonly data: string }
  | { readonly command: 'export'; readonly data: string; readonly as: 'csv' | 'json' };

/** Options of `netstrata audit`, or one sentence on what is wrong with them. */
export function readAuditOptions(words: readonly string[]): AuditOptions | { readonly wrong: string } {
  const [command, ...rest] = words;
  if (command !== 'verify' && command !== 'export')
    return { wrong: command === undefined ? 'Say what to do with the audit.' : `There is no "audit ${command}".` };
  const given = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 2) {
    const [name = '', value] = rest.slice(at, at + 2);
    const known = name === '--data' || (name === '--as' && command === 'export');
    if (!known) return { wrong: `"${name}" is no option of "audit ${command}".` };
    if (value === undefined || value === '' || value.startsWith('--')) return { wrong: `${name} needs a value.` };
    if (given.has(name)) return { wrong: `${name} is given twice.` };
    given.set(name, value);
  }
  const data = given.get('--data') ?? '.netstrata';
  if (command === 'verify') return { command, data };
  const as = given.get('--as') ?? 'csv';
  return as === 'csv' || as === 'json' ? { command, data, as } : { wrong: '--as takes csv or json.' };
}
