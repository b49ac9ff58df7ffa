import { openKernel } from '../openKernel.ts';
import { readAddresses } from '../rtnetlink/addresses.ts';
import { Rtnetlink } from '../rtnetlink/Rtnetlink.ts';
import { readRoutes } from '../rtnetlink/routes.ts';
import { readWaitingNeighbours } from '../rtnetlink/waitingNeighbours.ts';

const MOST = 1000;

/** What this product reads of rtnetlink's tables in the network namespace of this process, as JSON. */
export async function rtnetlinkRows(): Promise<string> {
  const { sources, close } = openKernel();
  const rtnetlink = new Rtnetlink();
  try {
    return JSON.stringify({
      links: await sources['rtnetlink/link'].read(10_000),
      qdiscs: await sources['rtnetlink/qdisc'].read(10_000),
      neighbours: await sources['rtnetlink/neigh'].read(10_000),
      routes: await sources['rtnetlink/route'].read(10_000),
      routeList: (await readRoutes(rtnetlink, MOST)).routes,
      addresses: await readAddresses(rtnetlink, MOST),
      waiting: (await readWaitingNeighbours(rtnetlink, MOST)).neighbours,
    });
  } finally {
    close();
    rtnetlink.close();
  }
}
