import { advance, isTyping, nameOfPress } from './keys.ts';

export interface Shortcut {
  /** Presses one after the other: `g s`, `?`, `mod+k`. */
  readonly keys: string;
  /** What it does, for the help. */
  readonly title: string;
  /** The part of the help that it stands in. */
  readonly group: 'pages' | 'everywhere' | 'page';
  readonly run: () => void;
}

const OFF_KEY = 'netstrata.shortcuts';
const OFF = 'off';
/** A sequence that is not gone on with is forgotten. */
const PATIENCE_MS = 1500;

const shortcuts = new Set<Shortcut>();
const listeners = new Set<() => void>();
let listed: readonly Shortcut[] = [];
let pending = '';
let pendingAtMs = 0;

const tell = () => {
  listed = [...shortcuts];
  for (const listener of listeners) listener();
};

/** Single keys can be switched off: people who speak to their computer press them without meaning to. */
export const areKeysOn = (): boolean => {
  try {
    return localStorage.getItem(OFF_KEY) !== OFF;
  } catch {
    return true;
  }
};

export const switchKeys = (on: boolean): void => {
  try {
    localStorage.setItem(OFF_KEY, on ? 'on' : OFF);
  } catch {
    // Without storage they stay on.
  }
  tell();
};

/** For useSyncExternalStore. @returns what ends it */
export const subscribeShortcuts = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const listedShortcuts = (): readonly Shortcut[] => listed;

const onKeyDown = (event: KeyboardEvent) => {
  if (event.defaultPrevented || event.repeat) return;
  const press = nameOfPress(event);
  if (press === undefined) return;
  const isCombined = press.startsWith('mod+');
  // Over a dialog only what works everywhere: its own keys come first.
  if (
    !isCombined &&
    (isTyping(event.target) ||
      !areKeysOn() ||
      document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null)
  )
    return;
  const begun = event.timeStamp - pendingAtMs > PATIENCE_MS ? '' : pending;
  const { match, rest } = advance(
    listed.map(({ keys }) => keys),
    begun,
    press,
  );
  pending = rest;
  pendingAtMs = event.timeStamp;
  if (match === undefined) return;
  event.preventDefault();
  // What a page added last stands over what the product has everywhere.
  listed.findLast(({ keys }) => keys === match)?.run();
};

/** @returns what takes it away again */
export const addShortcut = (shortcut: Shortcut): (() => void) => {
  if (shortcuts.size === 0) window.addEventListener('keydown', onKeyDown);
  shortcuts.add(shortcut);
  tell();
  return () => {
    shortcuts.delete(shortcut);
    if (shortcuts.size === 0) window.removeEventListener('keydown', onKeyDown);
    tell();
  };
};
