import type { Heat } from './heat.ts';

interface PaintOptions {
  readonly canvas: HTMLCanvasElement;
  /** Its children have the colours of the levels, from none to most. */
  readonly swatches: HTMLElement;
  readonly heat: Heat;
  /** Between two levels the colour is between theirs. */
  readonly levelFor: (value: number) => number;
}

/** A pixel a cell, which the page stretches to its size; cells of which nothing is known stay clear. */
export function paintHeat({ canvas, swatches, heat: { rows, columns }, levelFor }: PaintOptions): void {
  const colours = [...swatches.children].map((swatch) => getComputedStyle(swatch).backgroundColor);
  canvas.width = columns;
  canvas.height = rows.length;
  const brush = canvas.getContext('2d');
  if (brush === null) return;
  for (const [y, { values }] of rows.entries())
    for (const [x, value] of values.entries()) {
      if (value === null) continue;
      const level = levelFor(value);
      const below = Math.floor(level);
      for (const [colour, alpha] of [
        [colours[below], 1],
        [colours[below + 1], level - below],
      ] as const) {
        if (colour === undefined) continue;
        brush.globalAlpha = alpha;
        brush.fillStyle = colour;
        brush.fillRect(x, y, 1, 1);
      }
    }
}
