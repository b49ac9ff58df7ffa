const format = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const minuteFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/**
 * A moment as the reader's clock shows it, to the second, in 24 hours as logs have it. In the browser only: a server has
 * another time zone.
 */
export const clockTime = (timeMs: number): string => format.format(timeMs);

/** The same to the minute, for axes. */
export const clockMinute = (timeMs: number): string => minuteFormat.format(timeMs);

const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** The same with the day, when it is not today. */
export const clockMoment = (timeMs: number): string =>
  new Date(timeMs).toDateString() === new Date().toDateString()
    ? minuteFormat.format(timeMs)
    : `${dayFormat.format(timeMs)} ${minuteFormat.format(timeMs)}`;
