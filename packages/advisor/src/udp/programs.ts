/** Where a program takes its receive buffer from, by the name its process has. */
const SETTINGS: readonly (readonly [process: RegExp, setting: (bytes: number) => string])[] = [
  [/^unbound/, (bytes) => `in unbound.conf: so-rcvbuf: ${bytes}`],
  [/^named/, (bytes) => `in named.conf: udp-receive-buffer ${bytes};`],
  [/^(rsyslogd|rs:main)/, (bytes) => `in rsyslog: input(type="imudp" … rcvbufSize="${bytes}")`],
  [/^telegraf/, (bytes) => `in telegraf.conf: read_buffer_size = "${bytes}B"`],
  [/^nginx/, (bytes) => `in nginx: listen … udp rcvbuf=${bytes};`],
];

/** How to ask for a receive buffer, in the program's own words where they are known. */
export function rcvbufSetting(process: string | undefined, bytes: number): string {
  const known = SETTINGS.find(([name]) => process !== undefined && name.test(process));
  return known === undefined ? `in the program: setsockopt(SO_RCVBUF, ${bytes})` : known[1](bytes);
}
