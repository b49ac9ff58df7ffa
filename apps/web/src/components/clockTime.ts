/** 24 hours, as logs have it. */
const SHAPES = {
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  whole: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** In place of a time until it is known by which clock. */
export const UNKNOWN_CLOCK = '––:––:––';

const formats = new Map<string, Intl.DateTimeFormat>();

/** In the language of the page; in English as the reader's own system writes dates. */
const written = (timeMs: number, shape: keyof typeof SHAPES): string => {
  const language = typeof document === 'undefined' ? '' : document.documentElement.lang;
  const key = `${language} ${shape}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(language === 'zh-CN' ? language : undefined, SHAPES[shape]);
  formats.set(key, format);
  return format.format(timeMs);
};

/** A moment as the reader's clock shows it, to the second. In the browser only: a server has another time zone. */
export const clockTime = (timeMs: number): string => written(timeMs, 'second');

/** The same to the minute, for axes. */
export const clockMinute = (timeMs: number): string => written(timeMs, 'minute');

/** The day alone, for axes of weeks. */
export const clockDate = (timeMs: number): string => written(timeMs, 'day');

/** With the day before it, when it is not today. */
const withDay = (timeMs: number, time: string): string =>
  new Date(timeMs).toDateString() === new Date().toDateString() ? time : `${clockDate(timeMs)} ${time}`;

/** To the minute, with the day when it is not today. */
export const clockMoment = (timeMs: number): string => withDay(timeMs, clockMinute(timeMs));

/** To the second, with the day when it is not today. */
export const clockInstant = (timeMs: number): string => withDay(timeMs, clockTime(timeMs));

/** The day and the time to the second, as a record has it. */
export const clockDay = (timeMs: number): string => written(timeMs, 'whole');
