import { writeSync } from 'node:fs';
import pino, { type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = Logger;

const NAMES: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const OWN = new Set(['level', 'time', 'msg', 'err']);

/** One record of pino as a line for a person: `08:12:03 warn  a host was replaced host=4f1c`. */
function plainLine(record: string): string {
  const fields = JSON.parse(record) as Record<string, unknown>;
  const time = new Date(Number(fields['time'])).toISOString().slice(11, 19);
  const level = (NAMES[Number(fields['level'])] ?? 'info').padEnd(5);
  const error = fields['err'] as { readonly message?: unknown } | undefined;
  const rest = Object.entries(fields)
    .filter(([key]) => !OWN.has(key))
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? oneLine(value) : JSON.stringify(value)}`);
  const cause = error === undefined ? '' : `: ${oneLine(String(error.message))}`;
  return `${time} ${level} ${oneLine(String(fields['msg'] ?? ''))}${cause}${rest.join('')}\n`;
}

/** What a peer sent must not forge a line of its own or steer a terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

/** Logs to stderr, so that stdout stays free; written at once, so that the last words of a crash are not lost. */
export function createLog(level: LogLevel | 'silent', write: (line: string) => void = toStderr): Log {
  return pino({ level, base: null }, { write: (record: string) => write(plainLine(record)) });
}

function toStderr(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // A closed or full pipe must not take the server down.
  }
}
