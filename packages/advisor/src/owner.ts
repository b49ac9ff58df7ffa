import { type SocketRow, sameWords, type Words } from '@netstrata/metrics';

const fileOf = (script: string | undefined): string | undefined => script?.replace(/^.*\//, '');

/** The program that holds a socket in as few words as tell it apart: what it runs stands with an interpreter. Undefined where it is not known. */
export function programName({ process, script }: Pick<SocketRow, 'process' | 'script'>): string | undefined {
  const file = fileOf(script);
  return process === undefined || file === undefined ? process : `${process} (${file})`;
}

/** The program that holds a socket, with its number where it is known, and what it runs where it is an interpreter. */
export function whoOf({
  process,
  pid,
  script,
  sought,
}: Pick<SocketRow, 'process' | 'pid' | 'script' | 'sought'>): Words {
  if (process === undefined)
    return sought
      ? { en: 'a program (the agent still looks for its name)', 'zh-CN': '某个程序（agent 仍在查找它的名字）' }
      : { en: 'a program (its name is not visible to the agent)', 'zh-CN': '某个程序（agent 看不到它的名字）' };
  const which = [pid === undefined ? [] : `pid ${pid}`, fileOf(script) ?? []].flat();
  return sameWords(which.length === 0 ? process : `${process} (${which.join(', ')})`);
}
