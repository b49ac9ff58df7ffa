import type { ViewRequest } from '@netstrata/protocol/types';
import { describe, expect, it, vi } from 'vitest';
import { type LiveSocket, LiveStore } from './store.ts';

/** A line that records what is sent and lets the test play the server. */
const fakeLine = () => {
  const handlers = new Map<string, (...args: unknown[]) => void>();
  const sent: unknown[][] = [];
  const socket = {
    connected: false,
    active: false,
    on: (event: string, handler: (...args: unknown[]) => void) => handlers.set(event, handler),
    emit: (...message: unknown[]) => sent.push(message),
    connect: vi.fn(),
  };
  const hear = (event: string, ...args: unknown[]) => handlers.get(event)?.(...args);
  const connect = () => {
    socket.connected = true;
    hear('connect');
  };
  const names = () => sent.map(([event, request]) => `${event} ${JSON.stringify(request)}`);
  return { socket: socket as unknown as LiveSocket & typeof socket, sent, names, hear, connect };
};
const atOnce = (draw: () => void) => draw();
const STACK: ViewRequest = { view: 'stack', hostId: 'self' };
const OPENED = 'view:open {"view":"stack","hostId":"self"}';
const CLOSED = 'view:close {"view":"stack","hostId":"self"}';

describe('LiveStore', () => {
  it('asks for a view once however many use it, and closes it with the last', () => {
    const line = fakeLine();
    const store = new LiveStore(atOnce);
    store.attach(line.socket);
    line.connect();
    const closeFirst = store.open(STACK);
    const closeSecond = store.open(STACK);
    expect(line.names()).toEqual([OPENED]);
    closeFirst();
    closeFirst();
    expect(line.names()).toEqual([OPENED]);
    closeSecond();
    expect(line.names()).toEqual([OPENED, CLOSED]);
  });

  it('asks again for every open view after a reconnect', () => {
    const line = fakeLine();
    const store = new LiveStore(atOnce);
    store.open(STACK);
    store.attach(line.socket);
    expect(line.names()).toEqual([]);
    line.connect();
    line.connect();
    expect(line.names()).toEqual([OPENED, OPENED]);
  });

  it('says the language of the page before anything is asked, and again when it changes', () => {
    const line = fakeLine();
    const store = new LiveStore(atOnce);
    store.setLocale('zh-CN');
    store.attach(line.socket);
    expect(store.locale()).toBe('zh-CN');
    line.connect();
    store.setLocale('zh-CN');
    expect(line.names()).toEqual([]);
    store.setLocale('en');
    expect(line.names()).toEqual(['locale:set "en"']);
    expect(store.locale()).toBe('en');
  });

  it('asks again for a view that was refused, as long as it is wanted', () => {
    vi.useFakeTimers();
    try {
      const line = fakeLine();
      const store = new LiveStore(atOnce);
      store.attach(line.socket);
      line.connect();
      const close = store.open(STACK);
      const answer = (index: number) => {
        const reply = line.sent[index]?.[2] as (answer: unknown) => void;
        reply({ ok: false, error: { code: 'not-found', message: 'no agent' } });
      };
      answer(0);
      expect(Object.values(store.state().refused)).toEqual([{ code: 'not-found', message: 'no agent' }]);
      vi.advanceTimersByTime(2000);
      expect(line.names()).toEqual([OPENED, OPENED]);
      answer(1);
      close();
      vi.advanceTimersByTime(10_000);
      expect(line.names()).toEqual([OPENED, OPENED, CLOSED]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('asks no more often for a refused view when the line has come back many times', () => {
    vi.useFakeTimers();
    try {
      const line = fakeLine();
      const store = new LiveStore(atOnce);
      store.attach(line.socket);
      store.open(STACK);
      const refuse = () => {
        for (const [, , reply] of line.sent.splice(0))
          (reply as (answer: unknown) => void)({ ok: false, error: { code: 'not-found', message: 'no agent' } });
      };
      for (let outage = 0; outage < 5; outage++) {
        line.connect();
        refuse();
      }
      vi.advanceTimersByTime(2000);
      expect(line.names()).toEqual([OPENED]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells its listeners of changes only', () => {
    const line = fakeLine();
    const store = new LiveStore(atOnce);
    store.attach(line.socket);
    const told = vi.fn();
    const stop = store.subscribe(told);
    line.connect();
    expect(told).toHaveBeenCalledTimes(1);
    line.hear('connect');
    expect(told).toHaveBeenCalledTimes(1);
    line.hear('disconnect', 'transport close');
    expect(store.state().link).toBe('closed');
    expect(told).toHaveBeenCalledTimes(2);
    stop();
    line.connect();
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('tells of all that came since the last picture at once, and those who act unseen of each', () => {
    const line = fakeLine();
    const frames: (() => void)[] = [];
    const store = new LiveStore((draw) => frames.push(draw));
    store.attach(line.socket);
    const [drawn, watched] = [vi.fn(), vi.fn()];
    store.subscribe(drawn);
    const stop = store.watch(watched);
    line.connect();
    line.hear('server:beat', { timeMs: 1000, build: 'b' });
    line.hear('hosts:update', []);
    expect(watched).toHaveBeenCalledTimes(3);
    expect(drawn).not.toHaveBeenCalled();
    expect(frames).toHaveLength(1);
    frames.pop()?.();
    expect(drawn).toHaveBeenCalledTimes(1);
    stop();
    line.hear('server:beat', { timeMs: 2000, build: 'b' });
    expect(watched).toHaveBeenCalledTimes(3);
    expect(frames).toHaveLength(1);
  });

  it('comes back when the server itself ended the line', () => {
    vi.useFakeTimers();
    try {
      const line = fakeLine();
      new LiveStore(atOnce).attach(line.socket);
      line.hear('disconnect', 'transport close');
      vi.advanceTimersByTime(5000);
      expect(line.socket.connect).not.toHaveBeenCalled();
      line.hear('disconnect', 'io server disconnect');
      vi.advanceTimersByTime(2000);
      expect(line.socket.connect).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells of a server that lets it in no more, and tries again: somebody may sign in in another tab', () => {
    vi.useFakeTimers();
    try {
      const line = fakeLine();
      const refused = vi.fn();
      new LiveStore(atOnce).attach(line.socket, refused);
      // No transport: the server is away, nobody was refused.
      line.socket.active = true;
      line.hear('connect_error', new Error('websocket error'));
      expect(refused).not.toHaveBeenCalled();
      line.socket.active = false;
      line.hear('connect_error', new Error('sign in first, or send a token'));
      expect(refused).toHaveBeenCalledTimes(1);
      vi.advanceTimersByTime(5000);
      expect(line.socket.connect).toHaveBeenCalledTimes(1);
      line.hear('disconnect', 'io server disconnect');
      expect(refused).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('asks a server that lets it in no more less and less often, until it is let in', () => {
    vi.useFakeTimers();
    try {
      const line = fakeLine();
      new LiveStore(atOnce).attach(line.socket);
      line.socket.connect.mockImplementation(() => line.hear('connect_error', new Error('sign in first')));
      line.hear('connect_error', new Error('sign in first'));
      vi.advanceTimersByTime(60_000);
      expect(line.socket.connect).toHaveBeenCalledTimes(3);
      line.socket.connect.mockClear();
      vi.advanceTimersByTime(3_600_000);
      expect(line.socket.connect.mock.calls.length).toBeLessThan(20);
      line.socket.connect.mockReset();
      line.connect();
      line.hear('connect_error', new Error('sign in first'));
      vi.advanceTimersByTime(5000);
      expect(line.socket.connect).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
