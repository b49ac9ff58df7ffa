import type { SocketDetail } from '@netstrata/metrics';
import { nobodyWords } from '../sockets.ts';
import type { SocketWords } from '../words.ts';
import type { DetailRow } from './fields.ts';

/** By what the socket is known to programs, and to the kernel. */
export const identityRows = (now: SocketDetail, t: SocketWords): readonly DetailRow[] => [
  {
    id: 'process',
    title: t('detail.process'),
    kernelName: '/proc/PID/fd',
    help: t('detail.processHelp'),
    value:
      now.process === undefined
        ? nobodyWords(now, t).name
        : t('programPid', {
            process: now.process,
            pid: [now.pid ?? 0, now.script].filter((part) => part !== undefined).join(', '),
          }),
    quiet: now.process === undefined,
  },
  {
    id: 'cookie',
    title: t('detail.cookie'),
    kernelName: 'idiag_cookie',
    help: t('detail.cookieHelp'),
    value: now.cookie,
    quiet: false,
  },
  {
    id: 'inode',
    title: t('detail.inode'),
    kernelName: 'idiag_inode',
    help: t('detail.inodeHelp'),
    value: String(now.inode),
    quiet: now.inode === 0,
  },
];
