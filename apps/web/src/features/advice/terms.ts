/** Terms that a beginner may not know, by how they are written in either language. */
const TERMS = {
  softirq: /\bk?softirqd?\b/i,
  ring: /\brings?\b|(?<!循)环(?![路境回])/i,
  rps: /\bRPS\b/,
  qdisc: /\bqdiscs?\b|queueing disciplines?|排队规则/i,
  offload: /\b(?:GRO|TSO|GSO|offloads?)\b|卸载/,
  cwnd: /\bcwnd\b|congestion windows?|拥塞窗口/i,
  rtt: /\bRTT\b|round trips?|往返时间/i,
  mss: /\bMSS\b/,
  mtu: /\bP?MTU\b/,
  backlog: /\bbacklogs?\b/i,
  synCookies: /\bSYN cookies?\b/i,
  timeWait: /\bTIME-WAIT\b/i,
  conntrack: /\bconntrack\b|connection tracking|tracked connections|连接跟踪/i,
} as const satisfies Readonly<Record<string, RegExp>>;

type Term = keyof typeof TERMS;

const ALL = Object.keys(TERMS) as readonly Term[];

/** Those that occur in texts, from the link layer up. */
export const termsIn = (texts: readonly string[]): readonly Term[] =>
  ALL.filter((term) => texts.some((text) => TERMS[term].test(text)));
