import type { ChangeRecord } from '@netstrata/protocol/types';
import { useClocked } from '../../connection/live.ts';

/** Whole seconds until a change goes back by itself, on the server's clock; undefined for one that does not. */
export const useCountdown = ({ state, confirmByMs }: ChangeRecord): number | undefined =>
  useClocked(({ clockOffsetMs }, nowMs) =>
    state !== 'pending' || confirmByMs === undefined
      ? undefined
      : Math.max(0, Math.ceil((confirmByMs - nowMs - clockOffsetMs) / 1000)),
  );

/** Moments that are said aloud; more often would be a nuisance. */
const SPOKEN = [30, 10] as const;

/** The newest of the moments that have come: 30 from 30 s on, 10 from 10 s on; undefined before. */
export const spokenMoment = (seconds: number | undefined): number | undefined =>
  seconds === undefined || seconds === 0 ? undefined : SPOKEN.findLast((moment) => seconds <= moment);
