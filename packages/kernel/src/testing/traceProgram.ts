/**
 * A program for kernel tests of tracefs: each line of standard input is an order, answered by one line. One of them holds a tracer, in
 * a process that a test can kill; another makes drops in a network namespace of its own. Ends with its standard input.
 */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { bind, close, connect as connectTo, getsockname, recv, send, setsockopt, socket } from '../libc.ts';
import { DropTracer } from '../tracefs/DropTracer.ts';
import { kernelSymbols } from '../tracefs/KernelSymbols.ts';
import { findTracefs } from '../tracefs/tracefsPath.ts';

const AF_INET = 2;
const SOCK_DGRAM = 2;
const IPPROTO_ICMP = 1;
const ICMP_ECHO = 8;
const MSG_DONTWAIT = 0x40;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;

/** What was recorded, by kind. */
const counts = new Map<string, number>();
const locations = new Set<number>();
let lost = 0;
let tracer: DropTracer | undefined;
const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

function opened(): DropTracer {
  if (tracer === undefined) throw new Error('not open');
  return tracer;
}

/** struct sockaddr_in of 127.0.0.1. */
function loopback(port: number): Uint8Array {
  return Uint8Array.of(AF_INET, 0, port >> 8, port & 0xff, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
}

/** A socket that nobody reads, with a receive buffer of twice `rcvbuf`. */
function unread(protocol: number, rcvbuf: number): { readonly fd: number; readonly port: number } {
  const fd = socket(AF_INET, SOCK_DGRAM, protocol);
  const address = loopback(0);
  if (fd < 0 || bind(fd, address, address.length) !== 0) throw new Error('no socket');
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, new Uint8Array(new Int32Array([rcvbuf]).buffer), 4);
  getsockname(fd, address, new Uint32Array([address.length]));
  return { fd, port: ((address[2] ?? 0) << 8) | (address[3] ?? 0) };
}

/** Sends datagrams of 500 bytes, and gives how many the kernel took. */
function datagrams(port: number, howMany: number): number {
  const fd = socket(AF_INET, SOCK_DGRAM, 0);
  const address = loopback(port);
  connectTo(fd, address, address.length);
  const bytes = new Uint8Array(500);
  let sent = 0;
  // An answer that the port is closed is told by the next send, which then sends nothing.
  for (let n = 0; n < howMany * 3 && sent < howMany; n++) if (send(fd, bytes, bytes.length, 0) >= 0) sent++;
  close(fd);
  return sent;
}

/** Datagrams that a socket holds. Closes it. */
function drained(fd: number): number {
  const bytes = new Uint8Array(2000);
  let received = 0;
  while (recv(fd, bytes, bytes.length, MSG_DONTWAIT) >= 0) received++;
  close(fd);
  return received;
}

async function refusedConnection(port: number): Promise<void> {
  const client = connect(port, '127.0.0.1');
  await new Promise((resolve) => client.once('error', resolve));
}

const held: Socket[] = [];

const orders: Readonly<Record<string, (...words: string[]) => Promise<unknown> | unknown>> = {
  ready: () => 'ready',
  /** open: what the kernel lacks. */
  open: () => {
    tracer = DropTracer.open({
      drop: ({ reason, protocol, location }) => {
        locations.add(location);
        count(`drop ${opened().reasons.get(reason ?? -1)} ${protocol}`);
      },
      rcvqueueFull: ({ rcvbuf }) => count(`rcvqueueFull ${rcvbuf}`),
      udpRefused: ({ localAddress, localPort, error }) => count(`udpRefused ${localAddress} ${localPort} ${error}`),
      exceedBufLimit: ({ protocol, kind }) => count(`exceedBufLimit ${protocol} ${kind}`),
      retransmit: ({ localPort, remotePort }) => count(`retransmit ${localPort} ${remotePort}`),
      endCpu: (_read, more) => {
        lost += more;
      },
    });
    return { absent: tracer.absent, reasons: tracer.reasons.size };
  },
  /** read MOST: of this read, and all counts. */
  read: (most = '') => {
    const cpu = process.cpuUsage();
    const read = opened().read(Number(most));
    const { user, system } = process.cpuUsage(cpu);
    return { ...read, allLost: lost, cpuMs: (user + system) / 1000, counts: Object.fromEntries(counts) };
  },
  names: async () => [...(await kernelSymbols(locations)).values()].map(({ name }) => name),
  close: () => {
    opened().close();
    return 'closed';
  },
  instances: () => readdirSync(`${findTracefs('/sys')}/instances`),
  /** refused PORT TIMES: TCP connections to a closed port. */
  refused: async (port = '', times = '') => {
    for (let n = 0; n < Number(times); n++) await refusedConnection(Number(port));
    return 'refused';
  },
  /** datagrams PORT COUNT: how many were sent. */
  datagrams: (port = '', howMany = '') => datagrams(Number(port), Number(howMany)),
  /** overflow RCVBUF COUNT: sends to a UDP and to a ping socket that nobody reads; gives what each had no room for. */
  overflow: (rcvbuf = '', howMany = '') => {
    const udp = unread(0, Number(rcvbuf));
    const sent = datagrams(udp.port, Number(howMany));
    const ping = unread(IPPROTO_ICMP, Number(rcvbuf));
    const echo = new Uint8Array(508);
    echo[0] = ICMP_ECHO;
    const address = loopback(0);
    connectTo(ping.fd, address, address.length);
    for (let n = 0; n < Number(howMany); n++) send(ping.fd, echo, echo.length, 0);
    return { port: udp.port, udp: sent - drained(udp.fd), ping: Number(howMany) - drained(ping.fd) };
  },
  /** fill BYTES: writes to a TCP connection that nobody reads; its ports. */
  fill: async (bytes = '') => {
    const server = createServer({ pauseOnConnect: true }, (accepted) => held.push(accepted));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = connect(port, '127.0.0.1');
    held.push(client);
    await once(client, 'connect');
    client.write(new Uint8Array(Number(bytes)));
    return { local: client.localPort, remote: port };
  },
};

for await (const line of createInterface(process.stdin)) {
  const [order = '', ...words] = line.split(' ');
  const answer = await orders[order]?.(...words);
  process.stdout.write(`${typeof answer === 'string' ? answer : JSON.stringify(answer)}\n`);
}
process.exit(0);
