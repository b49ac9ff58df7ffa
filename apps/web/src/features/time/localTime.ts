const two = (number: number): string => String(number).padStart(2, '0');

/** A moment as an input `datetime-local` has it, by the clock of the browser. */
export const localTime = (timeMs: number): string => {
  const at = new Date(timeMs);
  const day = [String(at.getFullYear()).padStart(4, '0'), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
};
