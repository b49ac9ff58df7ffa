import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Product } from '@netstrata/lab';
import type { Measure, MeasureParts } from './browser.ts';
import { startDebuggedChromium } from './debuggedChromium.ts';
import type { Row } from './Row.ts';
import { menuPaths } from './script.ts';
import { startTrafficHost } from './trafficHost.ts';
import { within } from './within.ts';

/** Not among the project's packages: see docs/decisions/0014-lighthouse-by-name.md. */
const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const BUDGET = 95;
const PAGE_LIMIT_MS = 180_000;
const SHOWN_OF_AN_ERROR = 200;

interface Report {
  readonly runtimeError?: { readonly message?: string };
  readonly finalDisplayedUrl?: string;
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
}

interface Audited {
  readonly folder: string;
  readonly chromiumPort: number;
  readonly ended: AbortSignal;
}

/** What Lighthouse says of one page, to somebody whose cookies are given. @throws Error when it says nothing, or speaks of another page */
const audit = async (address: string, cookie: string, { folder, chromiumPort, ended }: Audited): Promise<Report> => {
  const headers = join(folder, 'headers.json');
  const report = join(folder, 'report.json');
  // In a file, since everyone can read the words of a command.
  await writeFile(headers, JSON.stringify({ Cookie: cookie }), { mode: 0o600 });
  await rm(report, { force: true });
  const words = [
    ...['exec', '--yes', `--package=${LIGHTHOUSE}`, '--', 'lighthouse', address],
    ...['--port', String(chromiumPort), '--preset', 'desktop', '--quiet', '--no-enable-error-reporting'],
    ...['--only-categories', CATEGORIES.join(','), '--extra-headers', headers],
    ...['--output', 'json', '--output-path', report],
  ];
  // In a folder of its own it is no part of this project; it needs the Node.js that this project runs on.
  const child = spawn('npm', words, {
    cwd: folder,
    env: { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: AbortSignal.any([ended, AbortSignal.timeout(PAGE_LIMIT_MS)]),
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-SHOWN_OF_AN_ERROR);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${LIGHTHOUSE} ended with ${code}: ${complaint.trim().replaceAll('\n', ' ')}`);
  const said: Report = JSON.parse(await readFile(report, 'utf8'));
  if (said.runtimeError?.message) throw new Error(said.runtimeError.message);
  if (said.finalDisplayedUrl !== address) throw new Error(`it was led to ${said.finalDisplayedUrl}`);
  return said;
};

const inWords = ({ categories }: Report): string =>
  CATEGORIES.map((name) => {
    const score = categories[name]?.score;
    return `${name} ${score == null ? 'unknown' : Math.round(score * 100)}`;
  }).join(', ');

const measureWith = async ({ browser, ended }: MeasureParts, product: Product): Promise<readonly Row[]> => {
  const { page } = await browser.open(product);
  await page.goto(product.url);
  const paths = await menuPaths(page);
  // A page that only leads to another is that other one; a browser sends cookies given by hand to the first address alone.
  const addresses = new Set<string>();
  for (const path of [...paths, '/wall'])
    addresses.add((await page.context().request.get(new URL(path, product.url).href)).url());
  const signIn = new URL('/sign-in', product.url).href;
  const cookies = (await page.context().cookies(product.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  await page.context().close();
  const folder = await mkdtemp(join(tmpdir(), 'netstrata-lighthouse-'));
  try {
    await using chromium = await startDebuggedChromium(folder);
    const rows: Row[] = [];
    for (const address of [...addresses, signIn]) {
      const parts: Audited = { folder, chromiumPort: chromium.port, ended };
      const ours = await audit(address, address === signIn ? '' : cookies, parts)
        .then(inWords)
        .catch((error: unknown) => `not measured: ${String(error).split('\n')[0]}`);
      rows.push({
        what: `Lighthouse of ${new URL(address).pathname}, desktop`,
        ours,
        budget: `${BUDGET} each`,
        peer: '',
      });
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** What Lighthouse thinks of each page of the menu, of the wall and of the first page that a stranger sees. */
export const measureLighthouse: Measure = async (parts) =>
  within(await startTrafficHost(), ({ product }) => measureWith(parts, product));
