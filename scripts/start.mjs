/** `npm start`: from a fresh clone to the live page of this machine. */
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { launch } from './lib/launch.mjs';
import { dataFolder, helpText, parseOptions } from './lib/options.mjs';
import { onEnd, stopAll } from './lib/processes.mjs';
import { run, say, Trouble } from './lib/say.mjs';

run(async () => {
  const { help, values } = parseOptions(process.argv.slice(2));
  if (help) {
    say(helpText());
    return 0;
  }
  /** @type {() => void} */
  let endNow = () => {};
  const ended = new Promise((done) => {
    endNow = () => done(undefined);
  });
  onEnd(endNow);
  const ready = (async () => {
    await ensureInstalled();
    await ensureBuilt();
    return launch({ values, watch: false });
  })();
  const first = await Promise.race([ready, ended]);
  if (first === undefined) {
    await stopAll();
    return 0;
  }
  say(`Netstrata shows this machine at ${first.url}   (history in ${dataFolder(values)}; Ctrl-C ends it)`);
  const failure = await Promise.race([first.failed, ended]);
  await stopAll();
  if (failure) throw new Trouble(failure);
  return 0;
});
