import { startWorkload } from '../workload/start.ts';

/** Of one process, whose descriptors are limited; 10000 sockets still fit in one. */
const MOST_PAIRS = 5000;

/** Keeps so many TCP sockets open, half of them the peers of the other half, until it is disposed of. */
export const holdSockets = async (sockets: number, seconds: number): Promise<AsyncDisposable> => {
  const pairs = Math.round(sockets / 2);
  const processes = Math.ceil(pairs / MOST_PAIRS);
  const holders = Array.from({ length: processes }, (_, index) =>
    startWorkload('idleSockets', {
      pairs: Math.floor(pairs / processes) + (index < pairs % processes ? 1 : 0),
      // As on a server with many connections kept open: few talk at any moment.
      activeShare: 0.02,
      messagesPerSecond: 1,
      // A destination of its own, so that the ports of one process are not used up by the other.
      address: `127.0.0.${index + 2}`,
      seconds,
    }),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(holders.map((holder) => holder[Symbol.asyncDispose]()));
  };
  try {
    await Promise.all(holders.map(({ ready }) => ready));
  } catch (error) {
    await stop();
    throw error;
  }
  return { [Symbol.asyncDispose]: stop };
};
