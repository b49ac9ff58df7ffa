import koffi from 'koffi';

/** koffi ends a watch whose handle was collected as garbage. */
const kept = new Set<unknown>();

/** Calls `act` whenever there is something to read or to accept, until the end of the process. */
export const onReadable = (fd: number, act: () => void): void => {
  kept.add(koffi.node.poll(fd, { readable: true }, act));
};
