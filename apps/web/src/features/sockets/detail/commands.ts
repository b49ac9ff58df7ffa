import type { SocketDetail } from '@netstrata/metrics';

const FLAGS: Readonly<Record<SocketDetail['kind'], string>> = {
  tcp: '-t',
  udp: '-u',
  raw: '-w',
  mptcp: '-M',
  unix: '-x',
  packet: '-0',
};

/** What an engineer would type to see the same of this socket. */
export const commandsOf = ({ kind, cookie, pid, inode }: SocketDetail): readonly string[] => {
  const ss = `ss ${FLAGS[kind]} -a -m -e -n -i -p -o -O`;
  const mine = cookie.startsWith('inode:') ? ss : `${ss} | grep -w sk:${cookie}`;
  return pid === undefined ? [mine] : [mine, `ls -l /proc/${pid}/fd | grep 'socket:\\[${inode}\\]'`];
};
