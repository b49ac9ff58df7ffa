import type { ChangeRecord } from '@netstrata/protocol/types';
import { useSyncExternalStore } from 'react';
import type { Refusal } from '../../api/ask.ts';

/** That somebody in this tab kept a change or took it back, and what did not go well with it: keeping for the next boot may fail by itself. */
export interface DecidedNote {
  readonly id: string;
  readonly hostId: string;
  readonly refusal: Refusal | undefined;
  /** What its advice had to do besides: the card goes once its rule finds nothing more. */
  readonly left: readonly string[];
}

/** Good news goes by itself. */
const SHOWN_MS = 20_000;
const NONE: readonly DecidedNote[] = [];
const listeners = new Set<() => void>();
let notes = NONE;

const set = (next: readonly DecidedNote[]) => {
  notes = next;
  for (const listener of listeners) listener();
};

/** Takes the note about a change away. */
export const forgetDecided = (id: string): void => set(notes.filter((note) => note.id !== id));

/** That a change was decided; `refusal` is why it was not written for the next boot. What asks for more stays until it is taken away. */
export const noteDecided = (
  { id, hostId }: ChangeRecord,
  refusal: Refusal | undefined,
  left: readonly string[] = [],
): void => {
  const note = { id, hostId, refusal, left };
  set([...notes.filter((other) => other.id !== id), note]);
  // A newer one about the same change has its own time.
  if (refusal === undefined && left.length === 0)
    setTimeout(() => set(notes.filter((other) => other !== note)), SHOWN_MS);
};

/** What was decided in this tab just now, and what is still to be read about it. */
export const useDecidedNotes = (): readonly DecidedNote[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notes,
    () => NONE,
  );
