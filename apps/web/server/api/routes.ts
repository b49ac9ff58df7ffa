import { advice } from './advice.ts';
import { adviceAct } from './adviceAct.ts';
import { adviceHistory } from './adviceHistory.ts';
import { bottleneck } from './bottleneck.ts';
import { details } from './details.ts';
import { health } from './health.ts';
import { host } from './host.ts';
import { hosts } from './hosts.ts';
import { metrics } from './metrics.ts';
import type { Route } from './route.ts';
import { socket } from './socket.ts';
import { socketFields } from './socketFields.ts';
import { sockets } from './sockets.ts';
import { tunables } from './tunables.ts';

export const ROUTES: readonly Route[] = [
  health,
  hosts,
  host,
  metrics,
  sockets,
  socket,
  socketFields,
  advice,
  adviceAct,
  adviceHistory,
  bottleneck,
  tunables,
  details,
];
