import type { Words } from '../words/index.ts';
import { prefixOf } from './addresses.ts';
import { amountOf } from './amounts.ts';
import {
  FILTER_FIELDS,
  FILTER_LIMITS,
  FILTER_PROTOCOLS,
  type FilterField,
  type FilterFieldName,
  LIMIT_WORDS,
  PROTOCOL_WORDS,
  STATE_WORDS,
} from './fields.ts';
import { CHOICE_NAMES, TROUBLES } from './troubles.ts';
import type { Compare, SocketTest } from './types.ts';

type Found = { readonly ok: true; readonly test: SocketTest } | { readonly ok: false; readonly message: Words };

const good = (test: SocketTest): Found => ({ ok: true, test });
const bad = (message: Words): Found => ({ ok: false, message });

const EXAMPLES: Readonly<Record<FilterField['kind'], (field: string) => string>> = {
  state: () => 'state:established',
  protocol: () => 'proto:udp',
  limit: () => 'limited:sndbuf',
  netns: () => 'netns:blue',
  name: (field) =>
    field === 'cc' ? 'cc:bbr' : field === 'dev' ? 'dev:eth0' : field === 'user' ? 'user:www-data' : `${field}:nginx`,
  address: (field) => `${field}:10.0.0.0/8`,
  number: (field) => (field.endsWith('port') ? `${field}:443` : `${field}>10`),
};

/** The test that one value of a field makes. */
export function testsOf(name: FilterFieldName, operator: Compare | undefined, value: string): Found {
  const field: FilterField = FILTER_FIELDS[name];
  const lower = value.toLowerCase();
  if (value === '') return bad(TROUBLES.noValue(name, EXAMPLES[field.kind](name)));
  switch (field.kind) {
    case 'state': {
      const state = own(STATE_WORDS, lower);
      return state === undefined ? noChoice(name, value, 'state', unique(STATE_WORDS)) : good({ kind: 'state', state });
    }
    case 'protocol': {
      const protocol = own(PROTOCOL_WORDS, lower);
      return protocol === undefined
        ? noChoice(name, value, 'protocol', FILTER_PROTOCOLS)
        : good({ kind: 'protocol', protocol });
    }
    case 'limit': {
      const limit = own(LIMIT_WORDS, lower);
      return limit === undefined
        ? noChoice(name, value, 'limit', Object.keys(FILTER_LIMITS))
        : good({ kind: 'limit', limit });
    }
    case 'address':
      return addressTest(field.side, lower);
    case 'name':
      if (lower === '-') return good({ kind: 'nameless', field: field.field });
      return good({
        kind: 'name',
        field: field.field,
        text: lower,
        exact: operator === '=' || !PARTLY.has(field.field),
      });
    case 'number':
      return numberTest(name, field, { compare: operator ?? '=', value });
    case 'netns':
      return bad(TROUBLES.notNetns());
  }
}

/** Names of which a part will do, unless `=` asks for the whole. */
const PARTLY: ReadonlySet<string> = new Set(['process', 'cgroup']);

function own<T>(words: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

function unique(words: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set(Object.values(words))];
}

function noChoice(name: string, value: string, what: keyof typeof CHOICE_NAMES, choices: readonly string[]): Found {
  return bad(TROUBLES.noChoice(`${name}:${value}`, CHOICE_NAMES[what], choices));
}

type NumberField = Extract<FilterField, { kind: 'number' }>;
const MOST_PORT = 65_535;

function numberTest(
  name: string,
  { field, unit }: NumberField,
  { compare, value }: { readonly compare: Compare; readonly value: string },
): Found {
  const wrong = () => bad(TROUBLES.noAmount(`${name}${compare === '=' ? ':' : compare}${value}`, unit));
  const [, least, most] = (compare === '=' && unit === 'port' && /^(\d{1,5})-(\d{1,5})$/.exec(value)) || [];
  if (least !== undefined && most !== undefined)
    return Number(most) <= MOST_PORT && Number(least) <= Number(most)
      ? good({ kind: 'range', field, least: Number(least), most: Number(most) })
      : wrong();
  const amount = amountOf(value, unit);
  if (amount === undefined) return wrong();
  if (unit === 'port' && (!Number.isInteger(amount.value) || amount.value > MOST_PORT)) return wrong();
  const ofLimit = unit === 'memory' && amount.isShare;
  return good({ kind: 'number', field, compare, value: amount.value, ...(ofLimit && { ofLimit }) });
}

const PORT = /^(.*):(\d{1,5})$/;
/** Nothing but what addresses and prefixes are made of. */
const LIKE_ADDRESS = /^[0-9a-f.:]+\/|^\d+\.\d+\.\d+\.\d+|^\[/;

function addressTest(side: 'local' | 'peer' | 'either', value: string): Found {
  const alone = prefixOf(value);
  if (alone !== undefined) return good({ kind: 'address', side, prefix: alone });
  const [, host = value, portText] = PORT.exec(value) ?? [];
  const port = portText === undefined ? undefined : Number(portText);
  if (port !== undefined && port > MOST_PORT) return bad(TROUBLES.noAddress(value));
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  if (bare === '' || bare === '*') return good({ kind: 'address', side, port });
  const prefix = prefixOf(bare);
  if (prefix !== undefined) return good({ kind: 'address', side, prefix, port });
  // A path of a Unix socket, or the first numbers of an address.
  return LIKE_ADDRESS.test(value) ? bad(TROUBLES.noAddress(value)) : good({ kind: 'address', side, text: value });
}
