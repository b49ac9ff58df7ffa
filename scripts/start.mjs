/** `npm start`: from a fresh clone to the live page of this machine. */
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { furtherLines, launch } from './lib/launch.mjs';
import { dataFolder, helpText, parseOptions } from './lib/options.mjs';
import { run, say } from './lib/say.mjs';

const main = async () => {
  const { help, values } = parseOptions(process.argv.slice(2), process.env);
  if (help) return say(helpText());
  await ensureInstalled();
  await ensureBuilt();
  const { failed, ...ready } = await launch({ values, watch: false });
  say(`Netstrata shows this machine at ${ready.url}   (history in ${dataFolder(values)}; Ctrl-C ends it)`);
  for (const line of furtherLines(ready)) say(line);
  throw await failed;
};

run(main, { signalCode: 0 });
