import type { Words } from '@netstrata/metrics';
import type { Peers } from './peers.ts';

/** To whom most of what was sent again went, for advice about why it was. */
export function whereAgain({ lossy: [first] }: Peers): Words {
  if (first === undefined) return { en: 'connections of this host that send', 'zh-CN': '本机发送数据的连接' };
  const { remote, within } = first;
  return within
    ? { en: `connections within this host, most of it to ${remote}`, 'zh-CN': `本机之内的连接，多数发往 ${remote}` }
    : { en: `most of it to ${remote}`, 'zh-CN': `多数发往 ${remote}` };
}

/** Whether a network is what most of it crossed; where no peer is known it may be. */
export const crossedNetwork = ({ lossy: [first] }: Peers): boolean => first?.within !== true;
