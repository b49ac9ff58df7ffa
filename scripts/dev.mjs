/** `npm run dev`: the server with hot reload of the pages, server and agent started again when their files change. */
import { ensureInstalled } from './lib/install.mjs';
import { launch } from './lib/launch.mjs';
import { helpText, parseOptions } from './lib/options.mjs';
import { onEnd, stopAll } from './lib/processes.mjs';
import { run, say, Trouble } from './lib/say.mjs';

run(async () => {
  const { help, values } = parseOptions(process.argv.slice(2));
  if (help) {
    say(helpText().replace('npm start', 'npm run dev'));
    return 0;
  }
  await ensureInstalled();
  const ended = new Promise((done) => onEnd(() => done(undefined)));
  const first = await Promise.race([launch({ values, watch: true }), ended]);
  if (first) say(`Netstrata (development) is at ${first.url}`);
  const failure = first && (await Promise.race([first.failed, ended]));
  await stopAll();
  if (failure) throw new Trouble(failure);
  return 0;
});
