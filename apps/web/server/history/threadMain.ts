import { parentPort, workerData } from 'node:worker_threads';
import { openStore, type Store } from '@netstrata/db';
import { errnoOf } from '../start/StartError.ts';
import {
  type ThreadAnswer,
  type ThreadCalls,
  type ThreadData,
  type ThreadRequest,
  threadCalls,
} from './threadCalls.ts';

/** A thread with a store connection of its own: disk and decoding never hold up the live loop. */
function serve(store: Store, answer: (message: ThreadAnswer, transfer?: readonly ArrayBuffer[]) => void) {
  const calls = threadCalls(store);
  const run = (name: keyof ThreadCalls, args: readonly unknown[]): unknown =>
    (calls[name] as (...given: readonly unknown[]) => unknown)(...args);
  return (request: ThreadRequest): void => {
    if (request.type === 'close') {
      store.close();
      parentPort?.close();
      return;
    }
    const { id, name, args } = request;
    try {
      const value = run(name, args);
      answer({ type: 'result', id, value }, buffersOf(value));
    } catch (error) {
      answer({ type: 'failure', id, ...described(error) });
    }
  };
}

function described(error: unknown): { readonly message: string; readonly code: string | undefined } {
  return { message: error instanceof Error ? error.message : String(error), code: errnoOf(error) };
}

/** The buffers of byte arrays in a result, which move instead of being copied. */
function buffersOf(value: unknown): readonly ArrayBuffer[] {
  const parts = value !== null && typeof value === 'object' ? [value, ...Object.values(value)] : [];
  return parts.flatMap((part) =>
    ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength
      ? [part.buffer]
      : [],
  );
}

if (parentPort !== null) {
  const port = parentPort;
  const answer = (message: ThreadAnswer, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);
  try {
    const { path } = workerData as ThreadData;
    port.on('message', serve(openStore(path), answer));
    answer({ type: 'opened' });
  } catch (error) {
    answer({ type: 'refused', ...described(error) });
    port.close();
  }
}
