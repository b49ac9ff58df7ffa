import type { HostSummary } from '@netstrata/protocol/types';
import { NAVIGATION } from '../../navigation.ts';
import { hostHref } from '../address/hostHref.ts';

/** The address of another host's page of the same kind: from the changes of one host to the changes of the other. */
export const otherHost = (pathname: string, { hostId, self }: Pick<HostSummary, 'hostId' | 'self'>): string => {
  const [, here = pathname] = /^\/hosts\/[^/]+(\/.*)?$/.exec(pathname) ?? [];
  const page = NAVIGATION.find(({ href, ofHost }) => ofHost !== undefined && (ofHost === here || href === here));
  return self ? (page?.href ?? '/') : `${hostHref(hostId)}${page?.ofHost ?? ''}`;
};
