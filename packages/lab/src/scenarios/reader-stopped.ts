import { socketFieldSign } from '../scenario/signs.ts';
import type { Scenario } from '../scenario/types.ts';

export const readerStopped: Scenario = {
  name: 'reader-stopped',
  purpose: 'A program of this host has stopped reading its connection, and the receive buffer is full.',
  opens: ['app-not-reading'],
  lookAlike: 'A program that reads what comes.',
  sign: socketFieldSign(['-t'], /^ESTAB +(\d+)/m, 10_000),
  make: async (stage) => {
    const port = await stage.listen('slowReader', { bytesPerSecond: 0, rcvbuf: 50_000 });
    await stage.start('tcpBulkSender', { port, bytesPerSecond: 100_000 });
  },
  makeLookAlike: async (stage) => {
    const port = await stage.listen('tcpBulkReceiver', {});
    await stage.start('tcpBulkSender', { port, bytesPerSecond: 100_000 });
  },
};
