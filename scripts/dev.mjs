/** `npm run dev`: pages with hot reload; server and agent start again when their files change. */
import { ensureInstalled } from './lib/install.mjs';
import { furtherLines, launch } from './lib/launch.mjs';
import { helpText, parseOptions } from './lib/options.mjs';
import { run, say } from './lib/say.mjs';

const main = async () => {
  const { help, values } = parseOptions(process.argv.slice(2), process.env);
  if (help) return say(helpText('npm run dev'));
  await ensureInstalled();
  const { failed, ...ready } = await launch({ values, watch: true });
  say(`Netstrata (development) is at ${ready.url}   (Ctrl-C ends it)`);
  for (const line of furtherLines(ready)) say(line);
  throw await failed;
};

run(main, { signalCode: 0 });
