import { openKernel } from '../openKernel.ts';

/** What this product reads of rtnetlink's tables in the network namespace of this process, as JSON. */
export async function rtnetlinkRows(): Promise<string> {
  const { sources, close } = openKernel();
  try {
    return JSON.stringify({
      links: await sources['rtnetlink/link'].read(10_000),
      qdiscs: await sources['rtnetlink/qdisc'].read(10_000),
      neighbours: await sources['rtnetlink/neigh'].read(10_000),
      routes: await sources['rtnetlink/route'].read(10_000),
    });
  } finally {
    close();
  }
}
