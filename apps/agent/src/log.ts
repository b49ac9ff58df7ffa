import { writeSync } from 'node:fs';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
export type Log = { readonly [L in LogLevel]: (message: string, fields?: LogFields) => void };

/**
 * One line an event on stderr: time, level, message, then fields as `key=value`. Written at once and without a stream object,
 * which would cost more memory than this whole file.
 */
export function openLog(level: LogLevel, write: (line: string) => void = toStderr): Log {
  const least = LOG_LEVELS.indexOf(level);
  const at =
    (name: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(name) < least) return;
      write(`${new Date().toISOString()} ${name.padEnd(5)} agent: ${oneLine(message)}${fieldText(fields)}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function fieldText(fields: LogFields): string {
  let text = '';
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const plain = typeof value === 'string' && !/^[\w./:@+-]+$/.test(value) ? JSON.stringify(value) : String(value);
    text += ` ${key}=${plain}`;
  }
  return text;
}

/** What arrives from elsewhere must not start a line of its own. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

function toStderr(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // A full or closed pipe must not stop the agent.
  }
}
