import type { Words } from '@netstrata/metrics';

/** When a change acts that does not act at once. */
export const LATER = {
  'next-listen': {
    en: 'It acts when a program calls listen() again: restart the program.',
    'zh-CN': '它在程序再次调用 listen() 时生效：重启该程序。',
  },
  'new-sockets': {
    en: 'It acts on sockets that are opened after it: let the program connect again, or restart it.',
    'zh-CN': '它对之后打开的套接字生效：让程序重新连接，或重启它。',
  },
  'as-they-grow': {
    en: 'It acts on sockets that are opened after it, and on open ones that still grow: let the program connect again where it stays as it was.',
    'zh-CN': '它对之后打开的套接字，以及仍在增长的已打开套接字生效：若仍是老样子，让程序重新连接。',
  },
  'new-devices': {
    en: 'It acts on devices that are made after it.',
    'zh-CN': '它对之后创建的设备生效。',
  },
} as const;

export const UNMEASURED = {
  'no-rule': {
    en: 'No rule measures what this setting does: look at the charts yourself.',
    'zh-CN': '没有规则测量此设置的效果：请自行查看图表。',
  },
  'nothing-counted': {
    en: 'The advice names nothing that can be counted again: look at the charts yourself.',
    'zh-CN': '该建议没有给出可再次计数的指标：请自行查看图表。',
  },
  'little-history': {
    en: 'There is too little history from before the change to compare with.',
    'zh-CN': '更改之前的历史太少，无法比较。',
  },
} as const;

/** Said beside those where the traffic of the host was measured. */
export const TRAFFIC_INSTEAD: Words = {
  en: 'What this host receives and sends is shown instead.',
  'zh-CN': '改为显示本机收发的流量。',
};

/** Said while what a setting does may still be on its way: see `settlesWithinSeconds` of the catalogue. */
export const settling = (seconds: number): Words => ({
  en: `Connections that hang take it up when they try again, which may take ${seconds} s.`,
  'zh-CN': `挂住的连接要到下次重试才用上它，最长可能要 ${seconds} s。`,
});

/** Said beside when a change acts, as long as nothing shows. */
export const NOT_YET: Words = {
  en: 'Keep it until then, and look again.',
  'zh-CN': '在此之前先保留，之后再看。',
};

export const TAKE_BACK: Words = {
  en: 'Take the change back if that stays so.',
  'zh-CN': '若一直如此，请撤回更改。',
};

/** Said where a host moves more than before and that alone is the improvement. */
export const MORE: Words = {
  en: 'There may also be more to move: see that the connection itself is faster.',
  'zh-CN': '也可能只是要传的更多了：请确认该连接本身也变快了。',
};

/** Said where a host moves less than before and nothing tells why. */
export const NOT_MORE: Words = {
  en: 'Whether the change or less to move did that cannot be told.',
  'zh-CN': '无法判断是更改所致，还是本来就没有那么多要传。',
};
