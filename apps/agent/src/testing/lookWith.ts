import { systemClock } from '../clock/Clock.ts';
import { SocketDumper, type SocketLister } from '../sockets/SocketDumper.ts';
import type { SocketWatch } from '../sockets/SocketWatch.ts';

/** Dumps of their own for those who look, made at once. */
export function lookWith(lister: SocketLister): Pick<SocketWatch, 'look'> {
  const dumper = new SocketDumper(lister, { ownerOf: () => undefined, isSought: () => false, search: () => undefined });
  return {
    look: async (observer) => {
      const { monoMs, wallMs } = systemClock;
      dumper.dump({ timeMs: wallMs(), monoMs: monoMs(), watched: false, observers: [observer] });
    },
  };
}
