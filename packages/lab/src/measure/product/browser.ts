import { ADMIN_TOKEN } from './api.ts';

/**
 * As much of a browser's side of socket.io as it takes to look at a page: one websocket, JSON events, no reconnection.
 * The packets are those of engine.io 4 and socket.io 5: a digit for the kind, the namespace, an id, JSON.
 */
export interface LiveConnection {
  /** Opens a view. @throws Error with the server's reason when it refuses */
  open(view: Readonly<Record<string, string>>): Promise<void>;
  /** The next event of that name from now on. */
  next(event: string): Promise<unknown>;
  close(): void;
}

const PATIENCE_MS = 60_000;
const [PING, PONG] = ['2', '3'];
const CONNECT = '40/live,';
const REFUSED = '44/live,';
const EVENT = '42/live,';
const ACK = '43/live,';

const within = <Value>(promise: Promise<Value>, what: string): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what}: no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Connects to the namespace of browsers. */
export const connectLive = async (url: string): Promise<LiveConnection> => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const waiting = new Map<string, PromiseWithResolvers<unknown>>();
  const wait = (key: string): Promise<unknown> => {
    const answer = waiting.get(key) ?? Promise.withResolvers<unknown>();
    waiting.set(key, answer);
    return within(answer.promise, key);
  };
  const answer = (key: string, value: unknown): void => {
    waiting.get(key)?.resolve(value);
    waiting.delete(key);
  };
  socket.addEventListener('message', ({ data }) => {
    const packet = String(data);
    if (packet.startsWith('0')) socket.send(`${CONNECT}${JSON.stringify({ token: ADMIN_TOKEN })}`);
    else if (packet === PING) socket.send(PONG ?? '');
    else if (packet.startsWith(REFUSED)) waiting.get('connect')?.reject(new Error(`the server refused: ${packet}`));
    else if (packet.startsWith(CONNECT)) answer('connect', undefined);
    else if (packet.startsWith(ACK)) {
      const start = packet.indexOf('[');
      answer(`ack ${packet.slice(ACK.length, start)}`, (JSON.parse(packet.slice(start)) as unknown[])[0]);
    } else if (packet.startsWith(EVENT)) {
      const [name, value] = JSON.parse(packet.slice(packet.indexOf('['))) as [string, unknown];
      answer(`event ${name}`, value);
    }
  });
  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(new Error(`the connection to ${url} was closed`));
    waiting.clear();
  };
  socket.addEventListener('close', fail);
  socket.addEventListener('error', fail);
  await wait('connect');
  let asked = 0;
  return {
    open: async (view) => {
      const id = asked++;
      socket.send(`${EVENT}${id}${JSON.stringify(['view:open', view])}`);
      const reply = (await wait(`ack ${id}`)) as { ok?: boolean; error?: { message?: string } } | undefined;
      if (reply?.ok !== true) throw new Error(`the server refused a view: ${reply?.error?.message ?? 'no reason'}`);
    },
    next: (event) => wait(`event ${event}`),
    close: () => socket.close(),
  };
};

const LAYERS = ['application', 'socket', 'transport', 'network', 'link'];

/** How many values a sample of this host has: those of all layers' pages, opened one after the other and closed again. */
export const valuesPerSample = async (url: string, hostId: string): Promise<number> => {
  let values = 0;
  for (const layer of LAYERS) {
    const page = await connectLive(url);
    try {
      const update = page.next('layer:update');
      await page.open({ view: 'layer', hostId, layer });
      values += ((await update) as { values: readonly unknown[] }).values.length;
    } finally {
      page.close();
    }
  }
  return values;
};
