import type { Words } from '@netstrata/metrics';

/** Where a program takes its receive buffer from, by the name its process has. */
const SETTINGS: readonly (readonly [process: RegExp, setting: (bytes: number) => Words])[] = [
  [
    /^unbound/,
    (bytes) => ({ en: `in unbound.conf: so-rcvbuf: ${bytes}`, 'zh-CN': `unbound.conf 中：so-rcvbuf: ${bytes}` }),
  ],
  [
    /^named/,
    (bytes) => ({
      en: `in named.conf: udp-receive-buffer ${bytes};`,
      'zh-CN': `named.conf 中：udp-receive-buffer ${bytes};`,
    }),
  ],
  [
    /^(rsyslogd|rs:main)/,
    (bytes) => ({
      en: `in rsyslog: input(type="imudp" … rcvbufSize="${bytes}")`,
      'zh-CN': `rsyslog 中：input(type="imudp" … rcvbufSize="${bytes}")`,
    }),
  ],
  [
    /^telegraf/,
    (bytes) => ({
      en: `in telegraf.conf: read_buffer_size = "${bytes}B"`,
      'zh-CN': `telegraf.conf 中：read_buffer_size = "${bytes}B"`,
    }),
  ],
  [
    /^nginx/,
    (bytes) => ({ en: `in nginx: listen … udp rcvbuf=${bytes};`, 'zh-CN': `nginx 中：listen … udp rcvbuf=${bytes};` }),
  ],
];

/** How to ask for a receive buffer, in the program's own words where they are known. */
export function rcvbufSetting(process: string | undefined, bytes: number): Words {
  const known = SETTINGS.find(([name]) => process !== undefined && name.test(process));
  return known === undefined
    ? { en: `in the program: setsockopt(SO_RCVBUF, ${bytes})`, 'zh-CN': `程序中：setsockopt(SO_RCVBUF, ${bytes})` }
    : known[1](bytes);
}
