/** As many changes at most does one advice propose of one kind, so that they fit into one unit: beyond, a script is the better way. */
export const MOST_QUEUES = 15;

/** `3` of `rx-3`. */
export const queueNumber = (queue: string): number => Number(queue.slice(queue.lastIndexOf('-') + 1));

/** Whether the list has each of the device's queues, and not too many to change one by one. */
export const isEachQueue = (queues: readonly unknown[], count: number): boolean =>
  queues.length > 0 && queues.length === count && count <= MOST_QUEUES;
