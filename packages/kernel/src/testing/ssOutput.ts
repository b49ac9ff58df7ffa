/** One socket as `ss -e -i -m -n -O` prints it: its words by their names. */
export interface SsSocket {
  readonly state: string;
  readonly local: string;
  readonly peer: string;
  readonly recvQ: number;
  readonly sendQ: number;
  /** `cubic`, `ts`, `app_limited` and other words that stand alone. */
  readonly flags: ReadonlySet<string>;
  /** `rtt` of `rtt:0.03/0.01` and `pacing_rate` of `pacing_rate 8bps`, as printed. */
  readonly values: ReadonlyMap<string, string>;
}

const SPACED = ['send', 'pacing_rate', 'delivery_rate'];

/** The sockets in what ss printed, by their cookie. */
export function parseSs(text: string): Map<string, SsSocket> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line.includes(' sk:'))
      // A list in one word, as all else.
      .map((line) =>
        line.replace(
          /inet-sockopt: \(([^)]*)\)/,
          (_, names: string) => `inet-sockopt:${names.trim().replaceAll(' ', ',')}`,
        ),
      )
      .map((line) => {
        const [state = '', recvQ, sendQ, local = '', peer = '', ...words] = line.trim().split(/\s+/);
        const socket = { state, local, peer, recvQ: Number(recvQ), sendQ: Number(sendQ), ...wordsOf(words) };
        return [socket.values.get('sk') ?? '', socket];
      }),
  );
}

function wordsOf(words: readonly string[]) {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (const [at, word] of words.entries()) {
    const colon = word.indexOf(':');
    if (colon > 0) values.set(word.slice(0, colon), word.slice(colon + 1));
    else if (SPACED.includes(word)) values.set(word, words[at + 1] ?? '');
    else if (!SPACED.includes(words[at - 1] ?? '')) flags.add(word);
  }
  return { flags, values };
}
