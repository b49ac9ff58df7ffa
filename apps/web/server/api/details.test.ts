import { expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';

const PORTS = { timeMs: 1_800_000_000_000, range: [32_768, 60_999], reserved: 3, destinations: 0, rows: [] } as const;
const PATH = '/api/v1/hosts/self/details/ports';

const use = resources();

it('details are made by the agent for one question, and given again while they are fresh', async () => {
  const server = await use.server(use.folder());
  const agent = await use.agent(server);
  await agent.hello();
  const watches: (readonly string[])[] = [];
  const unwatched = Promise.withResolvers<void>();
  agent.socket.on('watch:set', ({ details }) => {
    watches.push(details);
    if (details.length === 0) unwatched.resolve();
    else agent.socket.emit('details:report', { kind: 'ports', answer: { ok: true, report: PORTS } });
  });
  expect(await server.get(PATH)).toEqual({ status: 200, body: PORTS });
  await unwatched.promise;
  expect(await server.get(PATH)).toEqual({ status: 200, body: PORTS });
  expect(watches).toEqual([['ports'], []]);
});

it('details that cannot be had are refused with the reason', async () => {
  const server = await use.server(use.folder());
  const agent = await use.agent(server);
  await agent.hello();
  agent.socket.on('watch:set', () => {
    agent.socket.emit('details:report', { kind: 'ports', answer: { ok: false, reason: 'the kernel has none' } });
  });
  expect(await server.get(PATH)).toEqual({
    status: 503,
    body: { error: { code: 'unavailable', message: 'the kernel has none' } },
  });
  expect((await server.get('/api/v1/hosts/self/details/everything')).status).toBe(404);
  const other = await use.server(use.folder());
  const gone = await use.agent(other);
  await gone.hello();
  gone.leave();
  await gone.ended;
  const answer = await other.get(PATH);
  expect(answer.status).toBe(503);
});
