'use client';
import type { SocketCatalogue, SocketDetail } from '@netstrata/metrics';
import { CommandLine } from '../../../components/CopyButton.tsx';
import { keepUnits } from '../../../components/keepUnits.ts';
import { Sheet } from '../../../components/Sheet.tsx';
import { missingText } from '../../details/missingText.ts';
import { MemoryBar } from '../MemoryBar.tsx';
import { endpointParts } from '../sockets.ts';
import { SOCKETS_TEXT } from '../text.ts';
import { commandsOf } from './commands.ts';
import { DetailRows } from './DetailRows.tsx';
import { type DetailRow, groupsOf, optionRows } from './fields.ts';
import { SOCKET_TEXT } from './text.ts';
import { useSocketCatalogue } from './useSocketCatalogue.ts';
import { type SocketKnown, useSocketDetail } from './useSocketDetail.ts';

interface SocketSheetProps {
  readonly hostId: string;
  readonly cookie: string;
  readonly onClose: () => void;
}

/** Everything about one socket, live. */
const SocketSheet = ({ hostId, cookie, onClose }: SocketSheetProps) => {
  const { now, before, bottleneck, trouble } = useSocketDetail(hostId, cookie);
  const catalogue = useSocketCatalogue();
  return (
    <Sheet onClose={onClose} title={titleOf(now, cookie)} description={now === undefined ? '' : aboutOf(now)}>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-8">
        <Notice known={now !== undefined} trouble={trouble} />
        {trouble === undefined && bottleneck !== undefined && (
          <p className="text-pretty px-5 py-3 text-sm" data-limiter={bottleneck.limiter}>
            {keepUnits(bottleneck.sentence)} <span className="text-soft">{keepUnits(bottleneck.not)}</span>
          </p>
        )}
        {now !== undefined && catalogue !== undefined && (
          <div className="stale-aware" data-stale={trouble?.kind === 'stale'}>
            <Everything catalogue={catalogue} now={now} before={trouble === undefined ? before : undefined} />
          </div>
        )}
      </div>
    </Sheet>
  );
};

export default SocketSheet;

const titleOf = (now: SocketDetail | undefined, cookie: string): string =>
  now === undefined ? `sk:${cookie}` : `${now.process ?? SOCKET_TEXT.noProcess} · ${endsOf(now)}`;

const endsOf = ({ kind, local, localPort, remote, remotePort = 0 }: SocketDetail): string => {
  const near = localPort === undefined ? local : endpointParts(local, localPort).join(':');
  if (remote === undefined || (localPort !== undefined && kind !== 'raw' && remotePort === 0)) return near;
  return `${near} → ${localPort === undefined ? remote : endpointParts(remote, remotePort).join(':')}`;
};

const aboutOf = ({ kind, state, pid }: SocketDetail): string =>
  // What captures packets has no connection whose state would say anything.
  [
    SOCKETS_TEXT.kinds[kind],
    kind === 'packet' ? undefined : state,
    pid === undefined ? undefined : SOCKET_TEXT.pid(pid),
  ]
    .filter(Boolean)
    .join(' · ');

/** Said aloud when it changes. */
const Notice = ({ known, trouble }: { readonly known: boolean; readonly trouble: SocketKnown['trouble'] }) => {
  const words =
    trouble?.kind === 'gone'
      ? known
        ? SOCKET_TEXT.gone
        : SOCKET_TEXT.goneAtOnce
      : trouble !== undefined
        ? trouble.words
        : known
          ? ''
          : SOCKET_TEXT.waiting;
  return (
    <p role="status" className={words === '' ? 'sr-only' : 'px-5 py-3 text-busy-ink text-sm'}>
      {words}
    </p>
  );
};

interface EverythingProps {
  readonly catalogue: SocketCatalogue;
  readonly now: SocketDetail;
  readonly before: SocketDetail | undefined;
}

const Everything = ({ catalogue, now, before }: EverythingProps) => {
  const options = optionRows(catalogue, now);
  const { optionsMissing } = now;
  return (
    <>
      <Bars now={now} />
      {groupsOf(catalogue, now, before).map(({ id, rows }) => (
        <DetailRows
          key={id}
          title={SOCKET_TEXT.groups[id]}
          rows={id === 'who' ? [...identityOf(now), ...rows] : rows}
        />
      ))}
      {options.length > 0 && <DetailRows title={SOCKET_TEXT.options} about={SOCKET_TEXT.optionsAbout} rows={options} />}
      {optionsMissing !== undefined && (
        <section aria-label={SOCKET_TEXT.options} className="px-5 pt-4 text-sm">
          <h3 className="font-semibold">{SOCKET_TEXT.options}</h3>
          <p className="mt-1 max-w-[70ch] text-soft">{missingText(optionsMissing)}</p>
        </section>
      )}
      <section className="px-5 pt-5">
        <h3 className="mb-1 text-faint text-xs">{SOCKET_TEXT.same}</h3>
        <div className="max-w-[34rem] space-y-1">
          {commandsOf(now).map((command) => (
            <CommandLine key={command} command={command} />
          ))}
        </div>
      </section>
    </>
  );
};

/** What fills against what it may fill, at a glance. */
const Bars = ({ now: { fields } }: { readonly now: SocketDetail }) => {
  const number = (id: string) => (typeof fields[id] === 'number' ? fields[id] : undefined);
  const bars = [
    [SOCKET_TEXT.acceptQueue, number('acceptQueue'), number('acceptBacklog'), 'count'],
    [SOCKET_TEXT.receiveMemory, number('rmemAlloc'), number('rcvbuf'), 'bytes'],
    [SOCKET_TEXT.sendMemory, number('wmemQueued') || number('wmemAlloc'), number('sndbuf'), 'bytes'],
  ] as const;
  const isListener = number('acceptQueue') !== undefined;
  const shown = bars.filter(
    ([, used, limit], at) => used !== undefined && limit !== undefined && (at === 0) === isListener,
  );
  if (shown.length === 0) return null;
  return (
    <div className="grid gap-x-6 gap-y-3 px-5 pt-4 sm:grid-cols-2">
      {shown.map(([title, used, limit, unit]) => (
        <div key={title}>
          <div className="mb-1 text-faint text-xs">{title}</div>
          <MemoryBar title={title} used={used} limit={limit} unit={unit} />
        </div>
      ))}
    </div>
  );
};

const identityOf = ({ process, pid, cookie, inode }: SocketDetail): readonly DetailRow[] => [
  {
    id: 'process',
    title: SOCKET_TEXT.process,
    kernelName: '/proc/PID/fd',
    help: SOCKET_TEXT.processHelp,
    value: process === undefined ? SOCKET_TEXT.noProcess : `${process}, ${SOCKET_TEXT.pid(pid ?? 0)}`,
    quiet: process === undefined,
  },
  {
    id: 'cookie',
    title: SOCKET_TEXT.cookie,
    kernelName: 'idiag_cookie',
    help: SOCKET_TEXT.cookieHelp,
    value: cookie,
    quiet: false,
  },
  {
    id: 'inode',
    title: SOCKET_TEXT.inode,
    kernelName: 'idiag_inode',
    help: SOCKET_TEXT.inodeHelp,
    value: String(inode),
    quiet: inode === 0,
  },
];
