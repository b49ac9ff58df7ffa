import { KernelError, type SockDiag } from '@netstrata/kernel';
import type { NetworkNamespace } from '@netstrata/kernel/types';
import { expect, test } from 'vitest';
import { NamespaceQueries } from './NamespaceQueries.ts';
import { parseQuery } from './parseQuery.ts';

const named = (name: string, inode: number): NetworkNamespace => {
  return { inode, name, naming: 'named', mounts: [], processes: 1, pids: [7], program: 'web' };
};
const BLUE = named('blue', 101);

/** Queries about namespaces that have no sockets; time stands until it is moved. */
function queriesOf(
  namespaces: readonly NetworkNamespace[],
  options: { dumpMs?: number; hidden?: NetworkNamespace; looks?: number } = {},
) {
  let monoMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const dumped: string[] = [];
  const found = [...namespaces];
  let dead: string | undefined;
  let looksLeft = options.looks ?? 1;
  const diag = { dump: () => ({ interrupted: false }) } as unknown as SockDiag;
  const queries = new NamespaceQueries({
    table: {
      namespaces: found,
      complete: true,
      unreadableProcesses: 0,
      get isPending() {
        return looksLeft > 0;
      },
      search: () => {
        looksLeft--;
        if (looksLeft <= 0 && options.hidden !== undefined && !found.includes(options.hidden))
          found.push(options.hidden);
        const at = found.findIndex(({ name }) => name === dead);
        if (at >= 0) found.splice(at, 1);
      },
    },
    dumps: {
      with: (namespace, dump) => {
        if (namespace.name === dead) throw new KernelError({ code: 'vanished', operation: 'setns', path: dead });
        dumped.push(namespace.name);
        monoMs += options.dumpMs ?? 0;
        return dump(diag);
      },
    },
    owners: { ownerOf: () => undefined, isSought: () => false, search: () => undefined },
    namer: {
      namesOf: () => ({ users: {}, interfaces: {}, cgroups: {} }),
      userOf: () => undefined,
      interfaceOf: () => undefined,
      cgroupOf: () => undefined,
    },
    clock: {
      wallMs: () => 0,
      monoMs: () => monoMs,
      after: (ms, run) => {
        const timer = { atMs: monoMs + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    now: () => monoMs,
  });
  const ask = async (filter: string) => {
    const plan = parseQuery({ sort: 'fill', filter: `${filter} protocol:tcp`, limit: 10 });
    return queries.query({ ...plan, netns: plan.filter.netns ?? '' });
  };
  const pass = (ms: number) => {
    monoMs += ms;
    for (const timer of timers.filter(({ atMs }) => atMs <= monoMs)) {
      timers = timers.filter((other) => other !== timer);
      timer.run();
    }
  };
  return { queries, ask, pass, dumped, kill: (name: string) => (dead = name) };
}

test('a namespace is named by its name, its number, or the last word of its name', async () => {
  const { ask, dumped, pass } = queriesOf([BLUE, named('docker Web 1', 102), named('docker db', 103)]);
  for (const netns of ['netns:blue', 'netns:101', 'netns:"docker web 1"', 'netns:db']) {
    const answer = ask(netns);
    pass(1000);
    await answer;
  }
  expect(dumped).toEqual(['blue', 'blue', 'docker Web 1', 'docker db']);
});

test('one whose name took several looks is found by one question, and a search that goes on for ever is given up', async () => {
  const { ask, dumped, pass } = queriesOf([BLUE], { hidden: named('green', 102), looks: 5 });
  const answer = ask('netns:green');
  pass(1000);
  await answer;
  expect(dumped).toEqual(['green']);
  const { ask: askInVain } = queriesOf([BLUE], { hidden: named('green', 102), looks: 1000 });
  await expect(askInVain('netns:green')).rejects.toThrow('netns:green is no network namespace of this host');
});

test('one that is not there is refused with the names of those that are, and one of two that end alike with both', async () => {
  const { ask } = queriesOf([BLUE, named('docker db', 102), named('podman db', 103)]);
  await expect(ask('netns:green')).rejects.toThrow(
    expect.objectContaining({
      code: 'not-found',
      message:
        'netns:green is no network namespace of this host: there are "blue" (101), "docker db" (102), "podman db" (103).',
    }),
  );
  await expect(ask('netns:db')).rejects.toThrow(
    expect.objectContaining({
      code: 'bad-request',
      message: 'netns:db may be "docker db" (102) or "podman db" (103): name one.',
    }),
  );
  await expect(queriesOf([]).ask('netns:green')).rejects.toThrow('no other is known to this agent');
  const many = queriesOf(Array.from({ length: 14 }, (_, n) => named(`n${n}`, n + 1)));
  await expect(many.ask('netns:green')).rejects.toThrow('"n11" (12) and 2 more.');
});

test('one that was made just now is looked for', async () => {
  const { ask, pass } = queriesOf([BLUE], { hidden: named('green', 104) });
  const answer = ask('netns:green');
  pass(0);
  expect(await answer).toMatchObject({ netns: 'green', total: 0, matched: 0, sockets: [] });
});

test('one that dies before its turn comes is said to be gone', async () => {
  const { ask, kill, pass } = queriesOf([BLUE, named('green', 102)]);
  const answer = ask('netns:blue');
  kill('blue');
  pass(0);
  await expect(answer).rejects.toThrow(
    expect.objectContaining({ code: 'not-found', message: 'netns:blue is gone: there are "green" (102).' }),
  );
});

test('queries about one namespace share a dump, and dumps are apart by a second, or by twenty times what they take', async () => {
  const { ask, dumped, pass } = queriesOf([BLUE, named('green', 102)], { dumpMs: 75 });
  const answers = [ask('netns:blue'), ask('netns:green'), ask('netns:blue')];
  pass(0);
  expect(dumped).toEqual(['blue']);
  pass(1499);
  expect(dumped).toEqual(['blue']);
  pass(1);
  expect(dumped).toEqual(['blue', 'green']);
  await Promise.all(answers);
});

test('where a dump takes so long that nobody would wait, queries are refused', async () => {
  const { ask, pass } = queriesOf([BLUE, named('green', 102)], { dumpMs: 200 });
  const [first, second] = [ask('netns:blue'), ask('netns:green')];
  const refused = expect(second).rejects.toThrow(
    expect.objectContaining({ code: 'overloaded', message: expect.stringContaining('ask again in 4 s') }),
  );
  pass(0);
  await first;
  await refused;
  await expect(ask('netns:blue')).rejects.toThrow(expect.objectContaining({ code: 'overloaded' }));
  pass(2500);
  const later = ask('netns:blue');
  pass(1500);
  expect(await later).toMatchObject({ netns: 'blue' });
});

test.each([
  ['netns:', 'needs the name or the inode number'],
  ['netns:a netns:b', 'has netns: 2 times'],
  ['process:"a b', 'a quotation mark that is not closed'],
])('the filter %s is refused', async (filter, message) => {
  await expect(queriesOf([BLUE]).ask(filter)).rejects.toThrow(
    expect.objectContaining({ code: 'bad-request', message: expect.stringContaining(message) }),
  );
});

test('what waits ends with the agent', async () => {
  const { ask, queries } = queriesOf([BLUE]);
  const answer = ask('netns:blue');
  queries.stop();
  await expect(answer).rejects.toThrow('the agent ends');
});
