import { run } from '../namespace/run.ts';
import type { Link } from './types.ts';

export interface RouteOptions {
  /** Whether the far end has all addresses of the network, or nobody is to answer there. Default true. */
  readonly answers?: boolean;
}

/** Gives the near end (`a`) of a link a route to a network, such as "198.18.0.0/16", by its far end. */
export const routeOver = async (
  { a, b }: Link,
  network: string,
  { answers = true }: RouteOptions = {},
): Promise<void> => {
  if (answers) await run('ip', ['-n', b.namespace.name, 'route', 'add', 'local', network, 'dev', 'lo']);
  await run('ip', ['-n', a.namespace.name, 'route', 'add', network, 'via', b.address, 'dev', a.device]);
};
