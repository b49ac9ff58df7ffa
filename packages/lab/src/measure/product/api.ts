/** NETSTRATA_ADMIN_TOKEN of every server that is started here. */
export const ADMIN_TOKEN = 'admin-token-of-a-lab-of-its-own';
/** The header by which a program proves itself. */
export const BEARER: Readonly<Record<string, string>> = { Authorization: `Bearer ${ADMIN_TOKEN}` };

/** Asks the product's API. @throws Error with the status when it is not 200 */
export const getJson = async (url: string): Promise<unknown> => {
  const answer = await fetch(url, { headers: BEARER });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text);
};

type Point = readonly [timeMs: number, value: number | null];

const pointsOf = (answer: unknown): readonly Point[] => {
  const { series } = answer as { series?: readonly { readonly points?: readonly Point[] }[] };
  return series?.[0]?.points ?? [];
};

/** Encoded bytes that the agent sent a tick, on average over a time. @returns undefined when too few ticks are stored */
export const wireBytesPerTick = async (
  hostUrl: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<number | undefined> => {
  const range = `from=${Math.round(fromMs)}&to=${Math.round(toMs)}&step=1000`;
  const points = pointsOf(await getJson(`${hostUrl}/metrics?ids=application.agent.wireBytes&${range}`));
  const known = points.filter((point): point is [number, number] => point[1] !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || last[0] - first[0] < 2000) return undefined;
  return ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
};
