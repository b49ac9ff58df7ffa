import { rowMetrics } from '../define.ts';

const NEIGH = ['ip -s neigh show nud all', 'ip -j neigh show nud all'];

/** RTM_GETNEIGH, one row a device and family: the neighbours of the agent's network namespace by what the kernel knows of them. */
export const NETWORK_NEIGH = rowMetrics(
  { layer: 'network', source: 'rtnetlink/neigh', subject: 'neigh', labels: ['device', 'family'] },
  {
    collectable: {
      field: 'collectable',
      kernelName: 'neighbours that gc_thresh counts',
      kind: 'gauge',
      unit: 'count',
      fills: 'net.ipv4.neigh.default.gc_thresh3',
      title: 'Neighbours: count towards the limit',
      help: 'Neighbours of this network namespace that gc_thresh1 to gc_thresh3 count: all but the permanent ones and those a program keeps. Below gc_thresh1 none is removed, above gc_thresh2 old ones are, at gc_thresh3 new ones are refused. IPv4 and IPv6 have limits of their own, each for all namespaces of the host together.',
      commands: NEIGH,
    },
    reachable: {
      field: 'reachable',
      kernelName: 'NUD_REACHABLE',
      kind: 'gauge',
      unit: 'count',
      title: 'Neighbours: reachable',
      help: 'Neighbours that were heard from within the last half minute or so (base_reachable_time_ms): those this host talks to now.',
      commands: NEIGH,
    },
    stale: {
      field: 'stale',
      kernelName: 'NUD_STALE',
      kind: 'gauge',
      unit: 'count',
      title: 'Neighbours: stale',
      help: 'Neighbours whose link address is known but was not confirmed lately. It is used all the same, and asked for again on the way. Stale entries stay as long as there is room.',
      commands: NEIGH,
    },
    delay: {
      field: 'delay',
      kernelName: 'NUD_DELAY',
      kind: 'gauge',
      unit: 'count',
      title: 'Neighbours: about to be asked',
      help: 'Stale neighbours to which a packet was just sent. Unless an answer shows within five seconds (delay_first_probe_time) that they are there, they are asked.',
      commands: NEIGH,
    },
    probe: {
      field: 'probe',
      kernelName: 'NUD_PROBE',
      kind: 'gauge',
      unit: 'count',
      title: 'Neighbours: being asked again',
      help: 'Neighbours that are asked whether they are still at the link address known of them. Many that stay so are hosts that went away.',
      commands: NEIGH,
    },
    incomplete: {
      field: 'incomplete',
      kernelName: 'NUD_INCOMPLETE',
      kind: 'gauge',
      unit: 'count',
      trouble: true,
      title: 'Neighbours: asked for, no answer yet',
      help: 'Addresses of the local network for which the host asks and has never heard an answer. Packets to them wait, and are lost when too many do. Many at once are a scan of the network, or a switch that loses broadcasts.',
      commands: NEIGH,
    },
    failed: {
      field: 'failed',
      kernelName: 'NUD_FAILED',
      kind: 'gauge',
      unit: 'count',
      trouble: true,
      title: 'Neighbours: failed',
      help: 'Addresses that did not answer after all tries: switched off, gone, or never there. Programs that send to them see "no route to host". The entry stays until it is cleaned up or used again.',
      commands: NEIGH,
    },
    noarp: {
      field: 'noarp',
      kernelName: 'NUD_NOARP',
      kind: 'gauge',
      unit: 'count',
      title: 'Neighbours: need no address',
      help: 'Destinations that need no question for a link address: multicast groups, loopback and tunnels. They take room in the table like others.',
      commands: NEIGH,
    },
    permanent: {
      field: 'permanent',
      kernelName: 'NUD_PERMANENT',
      kind: 'gauge',
      unit: 'count',
      title: 'Neighbours: permanent',
      help: 'Neighbours set by hand or by a program. They never age, and since Linux 5.0 do not count towards gc_thresh.',
      commands: NEIGH,
    },
  },
);

/** RTM_GETROUTE, one row a family, table and type. */
export const NETWORK_ROUTES = rowMetrics(
  { layer: 'network', source: 'rtnetlink/route', subject: 'routes', labels: ['family', 'table', 'type'] },
  {
    count: {
      field: 'count',
      kernelName: 'routes',
      kind: 'gauge',
      unit: 'count',
      title: 'Routes',
      help: 'Routes of this network namespace. Table main holds what is set up and learned, table local the own addresses; others are of policy routing (ip rule) or VRFs. A number that swings means a routing daemon gains and loses its neighbours; blackhole, unreachable and prohibit are routes that refuse packets on purpose.',
      commands: ['ip -4 route show table all', 'ip -6 route show table all'],
    },
  },
);
