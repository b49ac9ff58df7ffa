import { KernelError } from '../KernelError.ts';

/** A parser's complaint about `path`; `detail` says what was found and where. */
export function malformed(path: string, detail: string): KernelError {
  return new KernelError({ code: 'malformed', operation: 'parse', path, detail });
}

/** Enough of hostile or broken text to recognise it in a log line. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/**
 * The lines of a kernel file. The kernel ends each one with a newline, so text that does not is a torn read: its last
 * number may lack digits, and is refused rather than believed.
 */
export function linesOf(path: string, text: string): string[] {
  if (text === '') throw malformed(path, 'it is empty');
  if (!text.endsWith('\n'))
    throw malformed(path, `it ends inside the line ${excerpt(text.slice(text.lastIndexOf('\n') + 1))}`);
  const lines = text.split('\n');
  lines.pop();
  return lines;
}

const UNEVEN = /\t| {2}|^ | $/;
const WORDS = /[^ \t]+/g;

/** The words of a line, which the kernel separates by spaces and tabs; in most tables by one space, which is the cheaper case. */
export function wordsOf(line: string): string[] {
  if (line !== '' && !UNEVEN.test(line)) return line.split(' ');
  return line.match(WORDS) ?? [];
}
