export const CONNECTION_TEXT = {
  connecting: 'Connecting',
  waiting: 'Waiting for data',
  live: 'Live',
  lost: 'Connection lost',
  silent: 'Agent silent',
  age: (age: string) => `${age} old`,
  lostNotice: (since: string, ago: string) =>
    `No word from the server since ${since} (${ago} ago). Everything below is from then. The page reconnects by itself.`,
  lostBeforeFirst: 'The server does not answer. The page keeps trying by itself.',
  silentNotice: (since: string, ago: string) =>
    `The server is reachable, but the agent of this host sent its last sample at ${since} (${ago} ago). Everything below is from then.`,
  silentHint: 'Is the agent still running on that machine? It continues by itself once it is back.',
} as const;
