import { type SocketRow, tunableNumbers } from '@netstrata/metrics';
import { type PortRange, parsePortList, portListText } from '@netstrata/tunables';
import { changeTo } from '../change.ts';
import { mattering, recentDumps } from '../dumps.ts';
import { isElsewhere } from '../isElsewhere.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const RANGE = 'net.ipv4.ip_local_port_range';
const RESERVED = 'net.ipv4.ip_local_reserved_ports';
const SUBJECT = RANGE;
/** From here on ports are for outgoing connections on every Linux; services that may move listen there too. */
const USUAL_FIRST = 32_768;
const DUMP_SECONDS = 60;
/** A listener that is seen for so long is a service. */
const LASTING_SECONDS = 20;
const MOST_NAMED = 5;

/** An outgoing connection to another machine takes a port at an address that these listen at too. */
const isService = ({ protocol, local, localPort }: SocketRow): boolean =>
  protocol === 'tcp' && localPort < USUAL_FIRST && isElsewhere(local);

/** Services in the newest dump that an older one has as well, one a port. */
function lastingServices(context: RuleContext): readonly SocketRow[] {
  const dumps = recentDumps(context, DUMP_SECONDS);
  const newest = dumps.at(-1);
  const older = dumps.findLast(
    ({ timeMs }) => newest !== undefined && newest.timeMs - timeMs >= LASTING_SECONDS * 1000,
  );
  if (newest === undefined || older === undefined) return [];
  const before = new Set(mattering(older.listeners, isService).map(({ cookie }) => cookie));
  const lasting = mattering(newest.listeners, isService).filter(({ cookie }) => before.has(cookie));
  return [...new Map(lasting.map((row) => [row.localPort, row])).values()].toSorted(
    (a, b) => a.localPort - b.localPort,
  );
}

function evaluate(context: RuleContext): readonly Finding[] {
  const { tunables } = context;
  const [first, last] = tunableNumbers(tunables, RANGE) ?? [];
  const reserved = parsePortList(tunables[RESERVED] ?? 'unknown');
  if (first === undefined || last === undefined || reserved === undefined || first >= USUAL_FIRST) return [];
  const kept = (port: number) => reserved.some(([from, to]) => port >= from && port <= to);
  const exposed = lastingServices(context).filter(
    ({ localPort }) => localPort >= first && localPort <= last && !kept(localPort),
  );
  if (exposed.length === 0) return [];
  const ports = exposed.map(({ localPort }): PortRange => [localPort, localPort]);
  const named = exposed
    .slice(0, MOST_NAMED)
    .map(({ localPort, process }) => `${localPort}${process === undefined ? '' : ` (${process})`}`)
    .join(', ');
  const more = exposed.length > MOST_NAMED ? ` and ${exposed.length - MOST_NAMED} more` : '';
  const proposed = portListText([...reserved, ...ports]);
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'medium',
      title: 'Outgoing connections may take the ports of services of this host',
      why: `${RANGE} was widened to ${first} to ${last}, and services listen on ports inside it: ${named}${more}. While a service runs nobody takes its port. But in the moment when it is restarted any outgoing connection may, and keeps it for as long as it lasts; the service then fails to start with "address already in use".`,
      where: `${RANGE} = ${first} ${last}; listening inside: ${named}${more}`,
      evidence: [],
      changes: changeTo(context, RESERVED, proposed),
      arithmetic: `what is reserved now${reserved.length === 0 ? ' (nothing)' : `, ${portListText(reserved)},`} and the ports of these services: ${proposed}`,
      actions: [
        `Or begin the range above them: ${RANGE} = ${Math.max(...exposed.map(({ localPort }) => localPort)) + 1} ${last}.`,
        'A program that lets the kernel choose its port (a helper of a database, a test server) needs no reservation: leave such ports out.',
      ],
      risk: 'Risk 1 of 4. Each reserved port makes one outgoing connection less possible towards a destination.',
      expectedEffect: 'The services find their ports free whenever they start.',
      verify: `"sysctl ${RESERVED}" lists the ports, and "ss -tan" shows none of them as the local port of an outgoing connection made afterwards.`,
      notWhen: 'The ports were chosen by the kernel, and change with each start.',
    },
  ];
}

/** A range for outgoing connections that reaches over the ports of services. */
export const settingLocalPortsOverlap: Rule = {
  id: 'setting-local-ports-overlap',
  layer: 'transport',
  title: 'Range of local ports covers services',
  metrics: [],
  tunables: [RANGE, RESERVED],
  about: {
    symptom: 'Now and then a service does not start again: "address already in use", and nobody listens there.',
    reasoning:
      'net.ipv4.ip_local_port_range begins below 32,768, and a TCP service that has listened for 20 seconds at an address other than loopback has a port inside it, below 32,768, that net.ipv4.ip_local_reserved_ports does not name.',
    formula: 'the reserved ports there are, and those of the services',
    sources: ['Documentation/networking/ip-sysctl.rst (ip_local_reserved_ports)'],
  },
  evaluate,
};
