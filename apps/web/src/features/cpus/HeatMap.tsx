'use client';
import { type DisplayUnit, formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import { clockMoment, clockTime } from '../../components/clockTime.ts';
import styles from './Cpus.module.css';
import { HeatLegend, LEVELS } from './HeatLegend.tsx';
import { type Heat, levelOf } from './heat.ts';
import { paintHeat } from './paintHeat.ts';

interface HeatMapProps {
  readonly heat: Heat;
  /** Where the scale ends. */
  readonly peak: number;
  /** That there is nothing but zeros. */
  readonly isCalm: boolean;
  readonly unit: DisplayUnit;
  /** What it shows, how much of it and for how long, for those who do not see it. */
  readonly label: string;
  readonly scaleNote: string;
  /** What to do is said once, at the first of several. */
  readonly hasHint: boolean;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Rows get lower the more there are, and their names fewer. */
const rowRem = (rows: number): number => (rows <= 8 ? 1.5 : rows <= 24 ? 0.9 : rows <= 64 ? 0.55 : 0.35);
const nameEvery = (rows: number): number => (rows <= 24 ? 1 : rows <= 64 ? 4 : 8);

const MOVES: Readonly<Record<string, Cell>> = {
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  Home: { row: 0, column: -1e6 },
  End: { row: 0, column: 1e6 },
  PageUp: { row: -1e6, column: 0 },
  PageDown: { row: 1e6, column: 0 },
};

const clamp = (value: number, end: number): number => Math.min(end, Math.max(0, value));

/** CPUs over time, a cell each. What a cell says is read by pointing, by touch, or by the arrow keys. */
export const HeatMap = ({ heat, peak, isCalm, unit, label, scaleNote, hasHint }: HeatMapProps) => {
  const t = useTranslations('cpus');
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = useRef<HTMLSpanElement>(null);
  const [cell, setCell] = useState<Cell>();
  const { rows, columns, fromMs, stepMs } = heat;
  const count = rows.length;
  useEffect(() => {
    const draw = () => {
      if (canvas.current === null || scale.current === null) return;
      paintHeat({
        canvas: canvas.current,
        swatches: scale.current,
        heat,
        levelFor: (value) => levelOf(value, peak, LEVELS.length - 1),
      });
    };
    draw();
    // The colours are those of the look, which changes without the map being told.
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const look = new MutationObserver(draw);
    look.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-contrast'] });
    dark.addEventListener('change', draw);
    return () => {
      look.disconnect();
      dark.removeEventListener('change', draw);
    };
  }, [heat, peak]);
  const timeOf = (column: number) => (stepMs < 60_000 ? clockTime : clockMoment)(fromMs + column * stepMs);
  const at = cell && { row: clamp(cell.row, count - 1), column: clamp(cell.column, columns - 1) };
  const point = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect();
    setCell({
      row: clamp(Math.floor(((clientY - box.top) / box.height) * count), count - 1),
      column: clamp(Math.floor(((clientX - box.left) / box.width) * columns), columns - 1),
    });
  };
  const move = (event: KeyboardEvent) => {
    const by = MOVES[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setCell(
      at === undefined
        ? { row: 0, column: columns - 1 }
        : { row: clamp(at.row + by.row, count - 1), column: clamp(at.column + by.column, columns - 1) },
    );
  };
  const row = at === undefined ? undefined : rows[at.row];
  const value = at === undefined ? undefined : (row?.values[at.column] ?? undefined);
  const words = { cpu: row?.cpu ?? '', time: at === undefined ? '' : timeOf(at.column) };
  const read =
    row === undefined
      ? hasHint
        ? t('hint')
        : ''
      : value === undefined
        ? t('cellUnknown', words)
        : t('cell', { ...words, value: formatValue(value, unit) });
  const every = nameEvery(count);
  return (
    <div>
      <div className={styles['map']}>
        <div
          className={styles['names']}
          style={{ height: `${count * rowRem(count)}rem`, gridTemplateRows: `repeat(${count}, minmax(0, 1fr))` }}
          aria-hidden="true"
        >
          {rows.map(({ cpu }, place) => (
            <span key={cpu}>{place % every === 0 ? (place === 0 ? t('cpu', { cpu }) : cpu) : ''}</span>
          ))}
        </div>
        <button
          type="button"
          className={styles['area']}
          style={{ height: `${count * rowRem(count)}rem` }}
          aria-label={label}
          aria-describedby={`${id}-read`}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={(event) => event.pointerType === 'mouse' && setCell(undefined)}
          onKeyDown={move}
        >
          <canvas ref={canvas} className={styles['canvas']} />
          {count <= 24 && <span className={styles['lines']} style={{ '--rows': count } as object} aria-hidden="true" />}
          {at !== undefined && (
            <span
              className={styles['cursor']}
              aria-hidden="true"
              style={{
                left: `${(at.column / columns) * 100}%`,
                width: `${100 / columns}%`,
                top: `${(at.row / count) * 100}%`,
                height: `${100 / count}%`,
              }}
            />
          )}
        </button>
        <div className={styles['times']} aria-hidden="true">
          <span>{timeOf(0)}</span>
          <span className="max-sm:hidden">{timeOf(Math.round(columns / 2))}</span>
          <span>{timeOf(columns)}</span>
        </div>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 pt-2 text-xs">
        <p id={`${id}-read`} role="status" className="min-h-4 text-soft tabular-nums">
          {read}
        </p>
        <HeatLegend ref={scale} most={isCalm ? undefined : formatValue(peak, unit)} note={scaleNote} />
      </div>
    </div>
  );
};
