import type { Namespace } from '../namespace/namespace.ts';

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);

const ask = async (namespace: Namespace, flags: string, filter: string): Promise<string> =>
  (await namespace.exec('ss', [flags, filter])).stdout;

/** What ss says of the listener on a port. */
export async function listenerOn(
  namespace: Namespace,
  port: number,
): Promise<{ queue: number; backlog: number; drops: number }> {
  const text = await ask(namespace, '-HltnmO', `sport = :${port}`);
  const [, queue, backlog] = text.split(/\s+/).map(Number);
  return { queue: queue ?? Number.NaN, backlog: backlog ?? Number.NaN, drops: numberIn(text, /skmem:\(.*d(\d+)\)/) };
}

/** Datagrams that the UDP socket on a port dropped, and the memory that it holds now. */
export async function udpOn(namespace: Namespace, port: number): Promise<{ drops: number; held: number }> {
  const text = await ask(namespace, '-HuamnO', `sport = :${port}`);
  return { drops: numberIn(text, /skmem:\(.*d(\d+)\)/), held: numberIn(text, /skmem:\(r(\d+)/) };
}

/** The send buffer of the connection to a port. */
export async function sendBufferTo(namespace: Namespace, port: number): Promise<number> {
  return numberIn(await ask(namespace, '-HtinmO', `dport = :${port}`), /,tb(\d+)/);
}
