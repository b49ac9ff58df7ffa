export const PORTS_TEXT = {
  title: 'Ephemeral ports by destination',
  about:
    'Each connection from here to one address and port needs a local port of its own. When those of the range are used up, TIME-WAIT included, new connections to that destination fail with “Cannot assign requested address”.',
  range: (first: number, last: number, usable: string) => `${usable} ports from ${first} to ${last}`,
  none: 'No connection of this host uses an ephemeral port now.',
  destination: ['Destination', 'Address and port that the connections lead to'],
  local: ['From', 'The address of this host that they leave from'],
  ports: ['Ports', 'Ephemeral ports in use towards it'],
  timeWait: ['TIME-WAIT', 'Of these, ports of closed connections that stay taken for a minute'],
  used: ['Used', 'Ports in use against those of the range that are not reserved'],
} as const;
