import { type Endpoint, encodeEndpoint } from '../libc/sockets.ts';
import type { ListenOptions, TargetOptions } from './catalog/common.ts';
import type { OptionReader } from './OptionReader.ts';

const LOOPBACK = '127.0.0.1';

const checkedEndpoint = (endpoint: Endpoint): Endpoint => {
  encodeEndpoint(endpoint);
  return endpoint;
};

/** Where to listen: loopback and a free port unless said otherwise. */
export const listenEndpoint = (options: OptionReader<ListenOptions>): Endpoint =>
  checkedEndpoint({
    address: options.optionalText('address') ?? LOOPBACK,
    port: options.number('port', [0, 65535], 0),
  });

/** Where to send: loopback unless said otherwise; the port must be given. */
export const targetEndpoint = (options: OptionReader<TargetOptions>): Endpoint => {
  const address = options.optionalText('address') ?? LOOPBACK;
  const port = options.optionalNumber('port', [1, 65535]);
  if (port === undefined) throw new TypeError('port is missing: the port to send to.');
  return checkedEndpoint({ address, port });
};

/** Bounds of a socket buffer option, in bytes. */
export const BUFFER_BOUNDS = [256, 2 ** 30] as const;
