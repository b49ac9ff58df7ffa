import { validate, wallLinkRequest } from '@netstrata/protocol/schemas';
import { actorOf } from '../../access/actor.ts';
import type { Route } from '../route.ts';
import { revokeKey } from './revokeKey.ts';

/** GET /api/v1/wall-links: links for screens on a wall, without their secrets. */
const list: Route = {
  path: '/api/v1/wall-links',
  parameters: [],
  role: 'admin',
  answer: ({ context }) => ({ body: { wallLinks: context.desk.keys('wall') } }),
};

/** POST /api/v1/wall-links {name, days}: makes one; who opens it sees the list of hosts and nothing else. It is in this answer only. */
const make: Route = {
  path: '/api/v1/wall-links',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: ({ context: { desk }, body, who, from, origin }) => {
    const { name, days } = validate(wallLinkRequest, body, 'api');
    const { secret, summary } = desk.makeKey({ kind: 'wall', name, role: null, days, createdBy: actorOf(who) });
    desk.audit(who, from, { action: 'wall.create', target: name, after: `${days} days` });
    return { body: { wallLink: summary, link: `${origin}/wall/open/${secret}` } };
  },
};

/** POST /api/v1/wall-links/{id}/revoke: screens that show it go dark within seconds. */
const revoke: Route = {
  path: '/api/v1/wall-links/:id/revoke',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: (request) => ({ body: { wallLink: revokeKey(request, 'wall') } }),
};

export const wallLinks: readonly Route[] = [list, make, revoke];
