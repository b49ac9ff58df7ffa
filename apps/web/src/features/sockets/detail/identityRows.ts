import type { SocketDetail } from '@netstrata/metrics';
import type { SocketWords } from '../words.ts';
import type { DetailRow } from './fields.ts';

/** By what the socket is known to programs, and to the kernel. */
export const identityRows = ({ process, pid, cookie, inode }: SocketDetail, t: SocketWords): readonly DetailRow[] => [
  {
    id: 'process',
    title: t('detail.process'),
    kernelName: '/proc/PID/fd',
    help: t('detail.processHelp'),
    value: process === undefined ? t('noProcess') : t('detail.processAndPid', { process, pid: String(pid ?? 0) }),
    quiet: process === undefined,
  },
  {
    id: 'cookie',
    title: t('detail.cookie'),
    kernelName: 'idiag_cookie',
    help: t('detail.cookieHelp'),
    value: cookie,
    quiet: false,
  },
  {
    id: 'inode',
    title: t('detail.inode'),
    kernelName: 'idiag_inode',
    help: t('detail.inodeHelp'),
    value: String(inode),
    quiet: inode === 0,
  },
];
