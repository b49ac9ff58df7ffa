import { useRef } from 'react';

/** A choice that does not change while somebody points at it or has the focus in it: no button moves under a finger. */
export const useSteadyOrder = (undoFirst: boolean) => {
  const isHeld = useRef(false);
  const kept = useRef(undoFirst);
  if (!isHeld.current) kept.current = undoFirst;
  const hold = () => {
    isHeld.current = true;
  };
  const release = () => {
    isHeld.current = false;
  };
  return {
    undoFirst: kept.current,
    hold: { onPointerEnter: hold, onFocus: hold, onPointerLeave: release, onBlur: release },
  };
};
