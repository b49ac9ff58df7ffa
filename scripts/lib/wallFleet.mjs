/** The hosts on the picture of the wall, and what really goes wrong on some of them. */

/** Longer than the picture takes; then all traffic has ended, whatever becomes of us. */
export const FLEET_SECONDS = 600;

/** Its agent ends before the picture. */
export const AWAY = 'edge-2';

/** Scenarios of the lab, by the host they play on. @type {Readonly<Record<string, string>>} */
const TROUBLES = {
  'web-2': 'accept-queue-small-backlog',
  'edge-1': 'udp-bursts',
  'db-1': 'shaper-drops',
  'cache-1': 'lossy-path',
};

/** @param {string} role @param {number} count @param {number} requestsPerSecond */
const some = (role, count, requestsPerSecond) =>
  Array.from({ length: count }, (_, n) => {
    const hostname = `${role}-${n + 1}`;
    const scenario = TROUBLES[hostname];
    return { hostname, requestsPerSecond, ...(scenario && { scenario }) };
  });

export const FLEET = [...some('web', 4, 24), ...some('db', 2, 12), ...some('cache', 1, 30), ...some('edge', 2, 18)];

/** @param {string} hostname @param {string} state */
const hasTile = (hostname, state) => `:has([data-host="fleet-${hostname}"][data-state="${state}"])`;

/** On the page when all troubles are seen at once: some come and go with each burst. */
export const WALL_READY = `main[data-rest="true"]${[
  hasTile('web-2', 'saturated'),
  hasTile('edge-1', 'saturated'),
  hasTile('db-1', 'saturated'),
  hasTile(AWAY, 'away'),
].join('')}`;
