import advice from './en/advice.json' with { type: 'json' };
import audit from './en/audit.json' with { type: 'json' };
import calculators from './en/calculators.json' with { type: 'json' };
import changes from './en/changes.json' with { type: 'json' };
import chart from './en/chart.json' with { type: 'json' };
import churn from './en/churn.json' with { type: 'json' };
import components from './en/components.json' with { type: 'json' };
import connection from './en/connection.json' with { type: 'json' };
import cpus from './en/cpus.json' with { type: 'json' };
import details from './en/details.json' with { type: 'json' };
import distributions from './en/distributions.json' with { type: 'json' };
import drops from './en/drops.json' with { type: 'json' };
import errors from './en/errors.json' with { type: 'json' };
import hosts from './en/hosts.json' with { type: 'json' };
import interfaces from './en/interfaces.json' with { type: 'json' };
import layer from './en/layer.json' with { type: 'json' };
import layers from './en/layers.json' with { type: 'json' };
import listeners from './en/listeners.json' with { type: 'json' };
import metric from './en/metric.json' with { type: 'json' };
import metrics from './en/metrics.json' with { type: 'json' };
import namespaces from './en/namespaces.json' with { type: 'json' };
import navigation from './en/navigation.json' with { type: 'json' };
import network from './en/network.json' with { type: 'json' };
import notifications from './en/notifications.json' with { type: 'json' };
import palette from './en/palette.json' with { type: 'json' };
import ports from './en/ports.json' with { type: 'json' };
import processes from './en/processes.json' with { type: 'json' };
import session from './en/session.json' with { type: 'json' };
import settings from './en/settings.json' with { type: 'json' };
import shell from './en/shell.json' with { type: 'json' };
import shortcuts from './en/shortcuts.json' with { type: 'json' };
import signIn from './en/signIn.json' with { type: 'json' };
import sockets from './en/sockets.json' with { type: 'json' };
import stack from './en/stack.json' with { type: 'json' };
import sysctls from './en/sysctls.json' with { type: 'json' };
import time from './en/time.json' with { type: 'json' };
import tour from './en/tour.json' with { type: 'json' };
import wall from './en/wall.json' with { type: 'json' };
import welcome from './en/welcome.json' with { type: 'json' };

/** Every text of the pages in English, by area; the other languages have the same keys. */
export const en = {
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
