import { type SocketRow, sameWords, type Words } from '@netstrata/metrics';

/** The program that holds a socket, with its number where it is known. */
export function whoOf({ process, pid }: Pick<SocketRow, 'process' | 'pid'>): Words {
  if (process === undefined)
    return { en: 'a program (its name is not visible to the agent)', 'zh-CN': '某个程序（agent 看不到它的名字）' };
  return sameWords(pid === undefined ? process : `${process} (pid ${pid})`);
}
