import type { SocketDetail } from '@netstrata/metrics';

/** A field that holds a number; undefined where the kernel does not say it. */
export const numberOf = ({ fields }: SocketDetail, id: string): number | undefined => {
  const value = fields[id];
  return typeof value === 'number' ? value : undefined;
};
