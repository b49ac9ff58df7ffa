/** Where somebody pressed last. */
let pressed: { readonly x: number; readonly y: number } | undefined;

if (typeof window !== 'undefined')
  window.addEventListener(
    'pointerdown',
    ({ clientX, clientY }) => {
      pressed = { x: clientX, y: clientY };
    },
    { capture: true, passive: true },
  );

/** Whether a pointer rests where it pressed: what comes under it then, as a dialog closes, nobody pointed at. */
export const isWherePressed = ({ clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>): boolean =>
  pressed !== undefined && pressed.x === clientX && pressed.y === clientY;
