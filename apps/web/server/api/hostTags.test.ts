import type { AuditRow } from '@netstrata/protocol';
import { expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { FACTS } from '../testing/TestAgent.ts';
import { bearing } from '../testing/TestServer.ts';

const use = resources();

it('operators say what a host is sorted by, with what is no tag refused, and all of it is in the audit', async () => {
  const folder = use.folder();
  const server = await use.server(folder);
  const agent = await use.agent(server);
  await agent.hello();
  const browser = await use.browser(server);
  await browser.open({ view: 'hosts' });
  const tokens = { viewer: await server.tokenOf('viewer'), operator: await server.tokenOf('operator') };
  const as = (role: keyof typeof tokens, asked: unknown, host = 'self') =>
    server.ask(`/api/v1/hosts/${host}/tags`, bearing(tokens[role]), asked);
  expect((await as('viewer', { tags: ['web'] })).status).toBe(403);
  expect(await as('operator', { tags: ['web', 'eu-1', 'web'] })).toMatchObject({
    status: 200,
    body: { tags: ['eu-1', 'web'] },
  });
  await browser.received('hosts:changed', (hosts) => hosts.some(({ tags }) => tags.join() === 'eu-1,web'));
  for (const tags of [
    ['Web'],
    ['a b'],
    [''],
    ['x'.repeat(31)],
    ['<script>'],
    [7],
    'web',
    undefined,
    Array.from({ length: 11 }, (_, n) => `t${n}`),
  ])
    expect((await as('operator', { tags })).status).toBe(400);
  expect((await as('operator', { tags: ['web'] }, 'host-9999')).status).toBe(404);
  expect((await as('operator', { tags: Array.from({ length: 10 }, (_, n) => `t${n}`) })).status).toBe(200);
  expect((await as('operator', { tags: [] })).body).toEqual({ tags: [] });
  const { body } = await server.get('/api/v1/hosts');
  expect(body).toMatchObject({ hosts: [{ hostname: 'alpha', live: false, tags: [] }] });
  const rows = ((await server.get('/api/v1/audit?action=host.tag')).body as { readonly rows: readonly AuditRow[] })
    .rows;
  const by = { action: 'host.tag', actor: 'token:operator', from: '127.0.0.1' };
  const done = { ...by, outcome: 'done', hostId: FACTS.hostId, target: 'alpha' };
  expect(rows[0]).toMatchObject({ ...done, before: 't0 t1 t2 t3 t4 t5 t6 t7 t8 t9', after: '' });
  expect(rows.at(-1)).toMatchObject({ ...done, before: '', after: 'eu-1 web' });
  expect(rows.filter(({ outcome }) => outcome === 'refused')).toHaveLength(9);
});

it('a screen on a wall tags nothing', async () => {
  const server = await use.server(use.folder());
  const agent = await use.agent(server);
  await agent.hello();
  const { body } = await server.post('/api/v1/wall-links', { name: 'corridor', days: 1 });
  const { link } = body as { readonly link: string };
  const opened = await server.ask(`${new URL(link).pathname}?tags=web&rotate=20`);
  expect([opened.status, opened.headers.get('location')]).toEqual([303, '/wall?tags=web&rotate=20']);
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const asked = await server.ask('/api/v1/hosts/self/tags', { cookie, Origin: server.url }, { tags: ['web'] });
  expect(asked.status).toBe(403);
});
