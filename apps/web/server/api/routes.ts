import { accessRoutes } from './access/index.ts';
import { advice } from './advice.ts';
import { adviceAct } from './adviceAct.ts';
import { adviceHistory } from './adviceHistory.ts';
import { agents } from './agents/agents.ts';
import { enrolments } from './agents/enrolments.ts';
import { audit, auditVerify } from './audit.ts';
import { bottleneck } from './bottleneck.ts';
import { changesApply } from './changes/apply.ts';
import { drift } from './changes/drift.ts';
import { changesExport } from './changes/export.ts';
import { changesOrders } from './changes/orders.ts';
import { changesPreview } from './changes/preview.ts';
import { changesList, changesOne } from './changes/read.ts';
import { details } from './details.ts';
import { health } from './health.ts';
import { host } from './host.ts';
import { hosts } from './hosts.ts';
import { hostTags } from './hostTags.ts';
import { metricAround } from './metricAround.ts';
import { metrics } from './metrics.ts';
import type { Route } from './route.ts';
import { rules } from './rules.ts';
import { socket } from './socket.ts';
import { socketFields } from './socketFields.ts';
import { sockets } from './sockets.ts';
import { stack } from './stack.ts';
import { tunables } from './tunables.ts';

export const ROUTES: readonly Route[] = [
  health,
  hosts,
  host,
  hostTags,
  metrics,
  metricAround,
  stack,
  sockets,
  socket,
  socketFields,
  advice,
  adviceAct,
  adviceHistory,
  bottleneck,
  rules,
  tunables,
  details,
  changesPreview,
  changesApply,
  changesList,
  changesExport,
  changesOne,
  drift,
  ...changesOrders,
  audit,
  auditVerify,
  ...accessRoutes,
  ...agents,
  ...enrolments,
];
