import type { Scenario } from '../scenario/types.ts';
import { acceptQueueSmallBacklog } from './accept-queue-small-backlog.ts';
import { acceptQueueSomaxconn } from './accept-queue-somaxconn.ts';
import { acceptReset } from './accept-reset.ts';
import { acceptStopped } from './accept-stopped.ts';
import { connectionsTrackedFull } from './connections-tracked-full.ts';
import { deviceQueueShort } from './device-queue-short.ts';
import { finWait2 } from './fin-wait-2.ts';
import { fragmentsWithoutRest } from './fragments-without-rest.ts';
import { listenerUneven } from './listener-uneven.ts';
import { lossyPath } from './lossy-path.ts';
import { mtuBlackhole } from './mtu-blackhole.ts';
import { nagleDelay } from './nagle-delay.ts';
import { neighboursSilent } from './neighbours-silent.ts';
import { noRoute } from './no-route.ts';
import { openFiles } from './open-files.ts';
import { ordinaryTraffic } from './ordinary-traffic.ts';
import { peerReadsSlowly } from './peer-reads-slowly.ts';
import { peerStopped } from './peer-stopped.ts';
import { portsRunOut } from './ports-run-out.ts';
import { readerStopped } from './reader-stopped.ts';
import { receiveBufferCeiling } from './receive-buffer-ceiling.ts';
import { receiveBufferFixed } from './receive-buffer-fixed.ts';
import { receiveCollapse } from './receive-collapse.ts';
import { reorderedPath } from './reordered-path.ts';
import { reversePath } from './reverse-path.ts';
import { sendBufferFixed } from './send-buffer-fixed.ts';
import { sendBufferSmall } from './send-buffer-small.ts';
import { shaperDrops } from './shaper-drops.ts';
import { shortConnections } from './short-connections.ts';
import { synFlood } from './syn-flood.ts';
import { synFloodWithoutCookies } from './syn-flood-without-cookies.ts';
import { tcpOptionsOff } from './tcp-options-off.ts';
import { timeWaitOverflow } from './time-wait-overflow.ts';
import { tinySegments } from './tiny-segments.ts';
import { udpBursts } from './udp-bursts.ts';
import { udpRmemMax } from './udp-rmem-max.ts';
import { udpSlowReader } from './udp-slow-reader.ts';
import { unixDatagramsFull } from './unix-datagrams-full.ts';
import { unixStreamFull } from './unix-stream-full.ts';
import { unsentBacklog } from './unsent-backlog.ts';

/** Every scenario, each in the file named after it. */
export const SCENARIOS: readonly Scenario[] = [
  acceptQueueSmallBacklog,
  acceptQueueSomaxconn,
  acceptReset,
  acceptStopped,
  connectionsTrackedFull,
  deviceQueueShort,
  finWait2,
  fragmentsWithoutRest,
  listenerUneven,
  lossyPath,
  mtuBlackhole,
  nagleDelay,
  neighboursSilent,
  noRoute,
  openFiles,
  ordinaryTraffic,
  peerReadsSlowly,
  peerStopped,
  portsRunOut,
  readerStopped,
  receiveBufferCeiling,
  receiveBufferFixed,
  receiveCollapse,
  reorderedPath,
  reversePath,
  sendBufferFixed,
  sendBufferSmall,
  shaperDrops,
  shortConnections,
  synFlood,
  synFloodWithoutCookies,
  tcpOptionsOff,
  timeWaitOverflow,
  tinySegments,
  udpBursts,
  udpRmemMax,
  udpSlowReader,
  unixDatagramsFull,
  unixStreamFull,
  unsentBacklog,
];
