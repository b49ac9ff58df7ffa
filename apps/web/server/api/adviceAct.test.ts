import type { AuditRow } from '@netstrata/protocol';
import { expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { FACTS, SERIES, tickOf } from '../testing/TestAgent.ts';
import { bearing } from '../testing/TestServer.ts';

const use = resources();

it('what operators set aside is in the audit, and viewers set nothing aside', async () => {
  const server = await use.server(use.folder());
  const agent = await use.agent(server);
  await agent.hello();
  const startMs = Date.now() - 30_000;
  agent.socket.emit('tunables:report', { timeMs: startMs, values: { 'net.core.somaxconn': '16' }, unreadable: {} });
  for (let seq = 1; seq <= 30; seq++) await agent.push([tickOf(seq, startMs)], SERIES);
  const { body } = await server.get('/api/v1/hosts/self/advice');
  const [advice] = (body as { readonly advice: readonly { readonly id: string }[] }).advice;
  expect(advice?.id).toBe('setting-somaxconn-tiny:net.core.somaxconn');
  const dismiss = { id: advice?.id, action: 'dismiss', because: 'a test host' };
  const tokens = { viewer: await server.tokenOf('viewer'), operator: await server.tokenOf('operator') };
  const as = async (role: keyof typeof tokens, asked: object) =>
    (await server.ask('/api/v1/hosts/self/advice', bearing(tokens[role]), asked)).status;
  expect(await as('viewer', dismiss)).toBe(403);
  expect(await as('operator', dismiss)).toBe(200);
  expect(await as('operator', { ...dismiss, action: 'snooze', minutes: 5 })).toBe(200);
  expect(await as('operator', { ...dismiss, id: 'no-such:advice' })).toBe(404);
  expect(await as('operator', { ...dismiss, action: 'delete' })).toBe(400);
  const rows = (await server.get('/api/v1/audit?action=advice')).body as { readonly rows: readonly AuditRow[] };
  const by = { actor: 'token:operator', from: '127.0.0.1', hostId: FACTS.hostId };
  expect(rows.rows).toMatchObject([
    { ...by, hostId: 'self', action: 'advice.act', outcome: 'refused', because: expect.stringContaining('action: ') },
    {
      ...by,
      action: 'advice.dismiss',
      outcome: 'refused',
      target: 'no-such:advice',
      because: 'this advice is not open',
    },
    { ...by, action: 'advice.snooze', outcome: 'done', target: advice?.id, after: '5 min' },
    { ...by, action: 'advice.dismiss', outcome: 'done', target: advice?.id, because: 'a test host' },
  ]);
});
