import { OneAtATime } from '../OneAtATime.ts';
import { PacedRead } from '../PacedRead.ts';
import type { Source } from '../Source.ts';
import { Rtnetlink } from './Rtnetlink.ts';

/** A source that dumps tables of rtnetlink. It holds a descriptor for as long as a read takes. */
export function openRtSource<Rows>(message: string, read: (rtnetlink: Rtnetlink) => Promise<Rows>): Source<Rows> {
  const rtnetlink = new Rtnetlink();
  const path = `NETLINK_ROUTE ${message}`;
  const turn = new OneAtATime(path);
  return {
    path,
    read: (timeoutMs) => turn.run(timeoutMs, () => thenRelease(rtnetlink, read)),
    close: () => rtnetlink.close(),
  };
}

/** The same for a table of any size: it is read less often when that takes long. */
export function openPacedRtSource<Rows>(message: string, read: (rtnetlink: Rtnetlink) => Promise<Rows>): Source<Rows> {
  const rtnetlink = new Rtnetlink();
  const path = `NETLINK_ROUTE ${message}`;
  const paced = new PacedRead(path, () => thenRelease(rtnetlink, read));
  const close = () => {
    rtnetlink.close();
    paced.forget();
  };
  return { path, read: (timeoutMs) => paced.next(timeoutMs), close };
}

async function thenRelease<Rows>(rtnetlink: Rtnetlink, read: (rtnetlink: Rtnetlink) => Promise<Rows>): Promise<Rows> {
  try {
    return await read(rtnetlink);
  } finally {
    rtnetlink.release();
  }
}
