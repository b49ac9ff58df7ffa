import { addressText } from '@netstrata/kernel';
import { type ChurnPeerRow, type ChurnServiceRow, type ChurnSums, MOST_CHURN_ROWS } from '@netstrata/metrics/details';
import type { ClosedSocket, Direction } from './ClosedSocket.ts';
import { CountTable } from './CountTable.ts';

const HALF_MS = 10_000;
const MOST_ROWS = 512;
const COLUMNS = ['closed', 'short', 'received', 'acked', 'rttUs', 'rtts', 'sent', 'retrans', 'unfinished'] as const;
const AT = Object.fromEntries(COLUMNS.map((name, at) => [name, at])) as Record<(typeof COLUMNS)[number], number>;
const DIRECTIONS: readonly (Direction | undefined)[] = [undefined, 'in', 'out'];
const UDP = 4;
const PORTS = 65_536;

/** The sums of ten seconds. */
class Half {
  /** The key is protocol, direction and port in one. */
  readonly services = new CountTable(MOST_ROWS, 1, COLUMNS.length);
  /** The key is an address, behind the number of its words. */
  readonly peers = new CountTable(MOST_ROWS, 5, COLUMNS.length);
  readonly total = new Float64Array(COLUMNS.length);
  failed = 0;
  udp = 0;
  lost = 0;
  fullServices = false;
  fullPeers = false;
  beganMs = Number.NaN;
  /** The longest limit of a short connection that was in force; 0 before there was one. */
  shortLimitMs = 0;

  begin(monoMs: number): void {
    for (const table of [this.services, this.peers]) table.clear();
    this.total.fill(0);
    this.failed = this.udp = this.lost = this.shortLimitMs = 0;
    this.fullServices = this.fullPeers = false;
    this.beganMs = monoMs;
  }
}

export interface ChurnLists {
  readonly windowMs: number;
  /** Undefined before there were two dumps. */
  readonly shortLimitMs: number | undefined;
  readonly total: ChurnSums;
  readonly failed: number;
  readonly udp: number;
  /** NaN where nobody knows. */
  readonly lost: number;
  readonly services: readonly ChurnServiceRow[];
  readonly peers: readonly ChurnPeerRow[];
  readonly moreServices: boolean;
  readonly morePeers: boolean;
}

/** Closed sockets of the last ten to twenty seconds by service and by peer. A service or peer beyond the bound is in the total alone. */
export class ChurnTables {
  #now = new Half();
  #before = new Half();
  /** What the socket at hand adds to each column. */
  readonly #amounts = new Float64Array(COLUMNS.length);

  /** Once before each drain: what was counted up to here belongs to the time before. `shortLimitMs` holds for what comes. */
  turn(monoMs: number, shortLimitMs: number | undefined): void {
    if (Number.isNaN(this.#now.beganMs)) this.#now.begin(monoMs);
    if (monoMs - this.#now.beganMs >= HALF_MS) {
      [this.#now, this.#before] = [this.#before, this.#now];
      this.#now.begin(monoMs);
    }
    this.#now.shortLimitMs = Math.max(this.#now.shortLimitMs, shortLimitMs ?? 0);
  }

  addLost(events: number): void {
    this.#now.lost += events;
  }

  add(socket: ClosedSocket): void {
    const { kind } = socket;
    const half = this.#now;
    if (kind === 'failed') half.failed++;
    else if (kind === 'udp') half.udp++;
    if (kind === 'failed' || kind === 'unconnected') return;
    const amounts = this.#amounts;
    amounts[AT.closed] = 1;
    if (kind === 'connection') setAmounts(amounts, socket);
    else amounts.fill(0, 1);
    half.services.key[0] = serviceKey(socket);
    if (!addTo(half.services, amounts)) half.fullServices = true;
    if (kind !== 'connection') return;
    for (let column = 0; column < amounts.length; column++)
      half.total[column] = (half.total[column] as number) + (amounts[column] as number);
    setPeer(half.peers.key, socket);
    if (!addTo(half.peers, amounts)) half.fullPeers = true;
  }

  lists(monoMs: number): ChurnLists {
    const halves = [this.#before, this.#now].filter(({ beganMs }) => !Number.isNaN(beganMs));
    const shortLimitMs = Math.max(...halves.map((half) => half.shortLimitMs), 0);
    const knowsShort = shortLimitMs > 0;
    const services = topOf(halves.map((half) => half.services));
    const peers = topOf(halves.map((half) => half.peers));
    const sum = (of: (half: Half) => number) => halves.reduce((total, half) => total + of(half), 0);
    const total = Float64Array.from(COLUMNS, (_, column) => sum((half) => half.total[column] as number));
    return {
      windowMs: monoMs - (halves[0]?.beganMs ?? monoMs),
      shortLimitMs: knowsShort ? shortLimitMs : undefined,
      total: sumsOf(total, knowsShort),
      failed: sum((half) => half.failed),
      udp: sum((half) => half.udp),
      lost: sum((half) => half.lost),
      services: services
        .slice(0, MOST_CHURN_ROWS)
        .map(({ key, sums }) => serviceRow(key[0] ?? 0, sumsOf(sums, knowsShort))),
      peers: peers
        .slice(0, MOST_CHURN_ROWS)
        .map(({ key, sums }) => ({ address: addressOf(key), ...sumsOf(sums, knowsShort) })),
      moreServices: services.length > MOST_CHURN_ROWS || halves.some((half) => half.fullServices),
      morePeers: peers.length > MOST_CHURN_ROWS || halves.some((half) => half.fullPeers),
    };
  }
}

/** False when the table has no room for it. */
function addTo(table: CountTable, amounts: Float64Array): boolean {
  const row = table.row();
  if (row < 0) return false;
  table.add(row, amounts);
  return true;
}

function setAmounts(amounts: Float64Array, socket: ClosedSocket): void {
  const { rttUs } = socket;
  amounts[AT.short] = socket.isShort === true ? 1 : 0;
  amounts[AT.received] = socket.receivedBytes;
  amounts[AT.acked] = socket.ackedBytes;
  const measured = rttUs > 0;
  amounts[AT.rttUs] = measured ? rttUs : 0;
  amounts[AT.rtts] = measured ? 1 : 0;
  amounts[AT.sent] = socket.sentBytes;
  amounts[AT.retrans] = socket.retransBytes;
  amounts[AT.unfinished] = socket.isUnfinished ? 1 : 0;
}

function setPeer(key: Uint32Array, { cursor }: ClosedSocket): void {
  const words = cursor.family === 4 ? 1 : 4;
  key[0] = words;
  for (let word = 0; word < 4; word++) key[word + 1] = word < words ? cursor.remoteAddressWord(word) : 0;
}

/** UDP without a peer is one service: its port is one that the kernel chose, and different each time. */
function serviceKey({ cursor, direction, kind }: ClosedSocket): number {
  const { localPort, remotePort } = cursor;
  if (kind === 'udp') return remotePort === 0 ? UDP * PORTS : (UDP + 2) * PORTS + remotePort;
  if (direction === 'in') return PORTS + localPort;
  return direction === 'out' ? 2 * PORTS + remotePort : Math.min(localPort, remotePort);
}

function serviceRow(key: number, sums: ChurnSums): ChurnServiceRow {
  const high = Math.floor(key / PORTS);
  const place = { direction: DIRECTIONS[high % UDP], port: key % PORTS };
  // The kernel tells nothing of a UDP socket but that it is gone.
  return high >= UDP ? { protocol: 'udp', ...place, closed: sums.closed } : { protocol: 'tcp', ...place, ...sums };
}

function addressOf(key: Uint32Array): string {
  const words = key.slice(1, 1 + (key[0] ?? 0));
  return addressText(new Uint8Array(words.buffer));
}

interface Row {
  readonly key: Uint32Array;
  readonly sums: Float64Array;
}

/** The rows of all tables together, those with the most closed first. */
function topOf(tables: readonly CountTable[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const table of tables) {
    for (let at = 0; at < table.size; at++) {
      const text = table.keyOf(at).join();
      let row = rows.get(text);
      if (row === undefined) {
        row = { key: table.keyOf(at).slice(), sums: new Float64Array(COLUMNS.length) };
        rows.set(text, row);
      }
      for (let column = 0; column < COLUMNS.length; column++)
        row.sums[column] = (row.sums[column] as number) + table.sum(at, column);
    }
  }
  return [...rows.values()].sort((a, b) => closedOf(b) - closedOf(a));
}

function closedOf({ sums }: Row): number {
  return sums[AT.closed] as number;
}

function sumsOf(sums: Float64Array, knowsShort: boolean): ChurnSums {
  const at = (name: keyof typeof AT) => sums[AT[name]] as number;
  return {
    closed: at('closed'),
    short: knowsShort ? at('short') : undefined,
    receivedBytes: at('received'),
    ackedBytes: at('acked'),
    rttUs: at('rtts') > 0 ? at('rttUs') / at('rtts') : undefined,
    retransShare: at('sent') > 0 ? Math.min(1, at('retrans') / at('sent')) : undefined,
    unfinished: at('unfinished'),
  };
}
