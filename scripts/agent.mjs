/** `npm run agent`: the agent of this machine, for a server elsewhere. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keepAgent, warmAgent } from './lib/agent.mjs';
import { AGENT_OPTIONS } from './lib/agentOptions.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { dataFolder, flagsOf, helpText, parseOptions } from './lib/options.mjs';
import { run, say, Trouble } from './lib/say.mjs';

/** What an agent proves itself with: any of them will do. */
const PROOFS = ['agent.key', 'agent.key.joining', 'agent.token'];

const main = async () => {
  const { help, values } = parseOptions(process.argv.slice(2), process.env, AGENT_OPTIONS);
  if (help) return say(helpText('npm run agent', AGENT_OPTIONS));
  const server = values.get('--server');
  if (server === undefined)
    throw new Trouble('Say which server to report to: `npm run agent -- --server https://stack.example.org`.', 2);
  // Not beside `npm start`'s own agent: each keeps a key and a journal of its own.
  const data = dataFolder(values, '.netstrata-agent');
  const token = values.get('--token');
  if (token === undefined && !PROOFS.some((name) => existsSync(join(data, name))))
    throw new Trouble(
      `This machine has joined no server yet (${data} has no key): make a token on the page of the server, under Settings, Hosts, and start again with --token.`,
      2,
    );
  await ensureInstalled();
  await warmAgent();
  // By the environment: words on a command line can be read by everybody on the machine.
  if (token !== undefined) process.env['NETSTRATA_TOKEN'] = token;
  say(`This machine reports to ${server}   (its key is in ${data}; Ctrl-C ends it)`);
  throw await keepAgent(['--data', data, ...flagsOf(values, 'agent', AGENT_OPTIONS)], false);
};

run(main, { signalCode: 0 });
