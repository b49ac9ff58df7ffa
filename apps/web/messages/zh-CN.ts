import type { Messages } from '../src/locale/messages.ts';
import advice from './zh-CN/advice.json' with { type: 'json' };
import audit from './zh-CN/audit.json' with { type: 'json' };
import calculators from './zh-CN/calculators.json' with { type: 'json' };
import changes from './zh-CN/changes.json' with { type: 'json' };
import chart from './zh-CN/chart.json' with { type: 'json' };
import churn from './zh-CN/churn.json' with { type: 'json' };
import components from './zh-CN/components.json' with { type: 'json' };
import connection from './zh-CN/connection.json' with { type: 'json' };
import cpus from './zh-CN/cpus.json' with { type: 'json' };
import details from './zh-CN/details.json' with { type: 'json' };
import distributions from './zh-CN/distributions.json' with { type: 'json' };
import drops from './zh-CN/drops.json' with { type: 'json' };
import errors from './zh-CN/errors.json' with { type: 'json' };
import hosts from './zh-CN/hosts.json' with { type: 'json' };
import interfaces from './zh-CN/interfaces.json' with { type: 'json' };
import layer from './zh-CN/layer.json' with { type: 'json' };
import layers from './zh-CN/layers.json' with { type: 'json' };
import listeners from './zh-CN/listeners.json' with { type: 'json' };
import metric from './zh-CN/metric.json' with { type: 'json' };
import metrics from './zh-CN/metrics.json' with { type: 'json' };
import namespaces from './zh-CN/namespaces.json' with { type: 'json' };
import navigation from './zh-CN/navigation.json' with { type: 'json' };
import network from './zh-CN/network.json' with { type: 'json' };
import notifications from './zh-CN/notifications.json' with { type: 'json' };
import palette from './zh-CN/palette.json' with { type: 'json' };
import ports from './zh-CN/ports.json' with { type: 'json' };
import processes from './zh-CN/processes.json' with { type: 'json' };
import session from './zh-CN/session.json' with { type: 'json' };
import settings from './zh-CN/settings.json' with { type: 'json' };
import shell from './zh-CN/shell.json' with { type: 'json' };
import shortcuts from './zh-CN/shortcuts.json' with { type: 'json' };
import signIn from './zh-CN/signIn.json' with { type: 'json' };
import sockets from './zh-CN/sockets.json' with { type: 'json' };
import stack from './zh-CN/stack.json' with { type: 'json' };
import sysctls from './zh-CN/sysctls.json' with { type: 'json' };
import time from './zh-CN/time.json' with { type: 'json' };
import tour from './zh-CN/tour.json' with { type: 'json' };
import wall from './zh-CN/wall.json' with { type: 'json' };
import welcome from './zh-CN/welcome.json' with { type: 'json' };

/** Every text of the pages in Simplified Chinese. */
export const zhCN: Messages = {
  advice,
  audit,
  calculators,
  changes,
  chart,
  churn,
  components,
  connection,
  cpus,
  details,
  distributions,
  drops,
  errors,
  hosts,
  interfaces,
  layer,
  layers,
  listeners,
  metric,
  metrics,
  namespaces,
  navigation,
  network,
  notifications,
  palette,
  ports,
  processes,
  session,
  settings,
  shell,
  shortcuts,
  signIn,
  sockets,
  stack,
  sysctls,
  time,
  tour,
  wall,
  welcome,
};
