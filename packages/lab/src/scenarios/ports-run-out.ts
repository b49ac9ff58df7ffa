import type { Scenario } from '../scenario/types.ts';

const ONE_DESTINATION: Scenario['sign'] = {
  what: 'connections to the most wanted destination',
  read: async ({ here }) => {
    const { stdout } = await here.exec('ss', ['-HtnO', 'sport', '<=', ':20399', 'sport', '>=', ':20000']);
    const counts = new Map<string, number>();
    for (const [, to = ''] of stdout.matchAll(/(\S+:\d+) *$/gm)) counts.set(to, (counts.get(to) ?? 0) + 1);
    return Math.max(0, ...counts.values());
  },
  least: 280,
};

export const portsRunOut: Scenario = {
  name: 'ports-run-out',
  purpose: 'Nearly every local port toward one destination is in use.',
  opens: ['tcp-ephemeral-ports'],
  lookAlike: 'As many connections, spread over several destinations.',
  sign: ONE_DESTINATION,
  make: async (stage) => {
    const port = await stage.listen('tcpBulkReceiver', {});
    await stage.sysctl('net.ipv4.ip_local_port_range', '20000 20399');
    await stage.start('connectFlood', { port, total: 370, perSecond: 200, stay: true });
  },
  makeLookAlike: async (stage) => {
    const ports = [];
    for (let n = 0; n < 5; n++) ports.push(await stage.listen('tcpBulkReceiver', {}));
    await stage.sysctl('net.ipv4.ip_local_port_range', '20000 20399');
    for (const port of ports) await stage.start('connectFlood', { port, total: 74, perSecond: 200, stay: true });
  },
};
