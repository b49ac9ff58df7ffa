import type { SocketDetail } from '@netstrata/metrics';
import { commandsOf } from './commands.ts';
import type { DetailRow } from './fields.ts';

interface SocketReport {
  readonly now: SocketDetail;
  readonly title: string;
  readonly about: string;
  readonly sentence: string | undefined;
  readonly groups: readonly { readonly title: string; readonly rows: readonly DetailRow[] }[];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A socket at this moment, for a report: what says nothing is left out. */
export const socketMarkdown = ({ now, title, about, sentence, groups }: SocketReport): string => {
  const parts = [`## ${title}`, `${about} · ${new Date(now.timeMs).toISOString()}`];
  if (sentence !== undefined) parts.push(sentence);
  for (const group of groups) {
    const rows = group.rows.filter(({ quiet }) => !quiet);
    if (rows.length === 0) continue;
    const lines = rows.map(({ title: name, kernelName, value, rate }) => {
      const grown = rate === undefined ? '' : ` (+${rate})`;
      return `| ${cell(name)} | \`${cell(kernelName)}\` | ${cell(value)}${grown} |`;
    });
    parts.push([`| ${cell(group.title)} | | |`, '|---|---|---|', ...lines].join('\n'));
  }
  parts.push(['```', ...commandsOf(now), '```'].join('\n'));
  return `${parts.join('\n\n')}\n`;
};
