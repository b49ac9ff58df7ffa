import { hostOf, type Route } from './route.ts';

/** GET /api/v1/hosts/{id}: one host with its facts, its layers' states and reasons, what its agent may not see, and how far its history goes back. */
export const host: Route = {
  path: '/api/v1/hosts/:host',
  parameters: [],
  texts: true,
  answer: async (request) => {
    const { context } = request;
    const nowMs = context.now();
    const live = hostOf(request);
    return {
      body: {
        id: live.hostId,
        ...context.hosts.summary(live, nowMs),
        layers: live.judgements(nowMs),
        facts: live.facts,
        intervalMs: live.intervalMs,
        clockOffsetMs: live.clockOffsetMs,
        missing: live.missing,
        storedFromMs: await context.reader.oldestMs(live.hostId).catch(() => null),
      },
    };
  },
};
