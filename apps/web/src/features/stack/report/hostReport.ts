import type { Advice, Bottleneck } from '@netstrata/advisor/types';
import {
  type DisplayUnit,
  type FormatOptions,
  formatValue,
  type HostFacts,
  type LayerModel,
  type SocketRow,
} from '@netstrata/metrics';
import type { useTranslations } from 'next-intl';
import { evidencePlace, evidenceText, evidenceTime, isMade } from '../../advice/advice.ts';
import { endText, hasPeer, limitWords } from '../../sockets/sockets.ts';
import type { SocketWords } from '../../sockets/words.ts';
import { whyUnknown } from '../whyUnknown.ts';

export interface HostState {
  readonly facts: Pick<HostFacts, 'hostname' | 'kernelRelease' | 'arch' | 'pageSizeBytes'>;
  /** Of the newest sample, Unix ms. */
  readonly timeMs: number;
  /** Of the page that shows it. */
  readonly address: string;
  /** As the page says it on top. */
  readonly verdict: string;
  readonly bottleneck: Bottleneck | undefined;
  readonly layers: readonly LayerModel[];
  /** Undefined of a moment that is over: what was open then is told by the history of advice. */
  readonly advice: readonly Advice[] | undefined;
  /** Undefined of a moment that is over: single sockets are not stored. */
  readonly sockets: readonly SocketRow[] | undefined;
}

const MOST_SOCKETS = 10;

/** A cell of a Markdown table: a bar in it would end it. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const utc = (timeMs: number): string => new Date(timeMs).toISOString().replace('T', ' ').slice(0, 19);

interface Words {
  /** Of the whole catalogue. */
  readonly t: ReturnType<typeof useTranslations<never>>;
  readonly sockets: SocketWords;
  readonly locale: NonNullable<FormatOptions['locale']>;
}

/** What a host was like, as Markdown for a report of an incident: verdict, layers, open advice with its evidence, fullest sockets. */
export const hostReport = (state: HostState, { t, sockets: socketWords, locale }: Words): string => {
  const { facts, layers, advice, sockets, bottleneck } = state;
  const options: FormatOptions = { pageSizeBytes: facts.pageSizeBytes };
  /** With the word for what is counted, unless the title is that word already. */
  const show = (title: string, value: number | undefined, unit: DisplayUnit) => {
    const named = formatValue(value, unit, { ...options, noun: true });
    return named.toLowerCase().endsWith(title.toLowerCase()) ? formatValue(value, unit, options) : named;
  };
  const word = (key: 'layer' | 'state' | 'reason' | 'figures' | 'drops') => t(`stack.report.${key}`);
  const semicolon = t('layers.list.semicolon');
  const of = (what: string, text: string) => t('layers.list.of', { what, text });
  const gaugeText = (gauge: LayerModel['gauges'][number]) => {
    const { title, value, limit, unit, fraction } = gauge;
    if (value === undefined) return `${title} – (${whyUnknown(gauge, t('stack.gauge.unknown'))})`;
    return fraction === undefined
      ? `${title} ${show(title, value, unit)}`
      : `${title} ${formatValue(fraction, 'share')} (${t('stack.gauge.of', { value: formatValue(value, unit, options), limit: formatValue(limit, unit, options) })})`;
  };
  const layerRow = ({ layer, state: judged, reason, headlines, gauges, troubles }: LayerModel) => [
    t(`layers.names.${layer}`),
    t(`components.states.${judged}`),
    reason,
    [
      ...headlines.map(({ title, value, unit }) => `${title} ${show(title, value, unit)}`),
      ...gauges.map(gaugeText),
    ].join(semicolon),
    troubles.map(({ title, perSecond }) => `${title} ${formatValue(perSecond, 'events/s')}`).join(semicolon),
  ];
  const overText = (each: Advice['evidence'][number], applied: Advice['applied']) =>
    t(`advice.over.${evidenceTime(each, applied)}`, { seconds: each.over?.seconds ?? 0 });
  const changeLines = (changes: Advice['changes']) =>
    changes.map(({ tunable, current, proposed }) => `- \`${tunable}\`: \`${current}\` → \`${proposed}\``);
  const appliedPart = ({ applied, changes }: Advice) => {
    if (applied === undefined) return '';
    const made = isMade(applied);
    const what = t(`advice.applied.${made ? 'made' : 'undone'}`);
    const about = t(`advice.applied.about.${applied.state}`);
    return [`**${what}** ${about}`, ...(made ? changeLines(changes) : [])].join('\n');
  };
  const toDo = ({ applied, better, changes, actions }: Advice) => [
    ...(better === undefined ? [] : [`- ${better}`]),
    ...(isMade(applied) ? [] : changeLines(changes)),
    ...actions.map((action) => `- ${action}`),
  ];
  const listed = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? '' : [of(`**${title}**`, '').trimEnd(), ...lines].join('\n');
  const advicePart = (advice: Advice) => [
    `### ${of(t(`advice.severities.${advice.severity}`), advice.title)}`,
    of(`**${t('stack.report.since')}**`, t('stack.report.sinceAt', { time: utc(advice.openedAt) })),
    appliedPart(advice),
    advice.where === '' ? '' : of(`**${t('stack.report.where')}**`, advice.where),
    of(`**${t('stack.report.why')}**`, advice.why),
    listed(
      t('stack.report.evidence'),
      advice.evidence.map((each) =>
        `- \`${each.metric}\` ${evidencePlace(each)}`
          .trimEnd()
          .concat(` = ${evidenceText(each, { ...options, locale })}, ${overText(each, advice.applied)}`),
      ),
    ),
    listed(t('stack.report.do'), toDo(advice)),
  ];
  const socketRow = (socket: SocketRow) => [
    `${socket.process ?? ''} ${socket.pid ?? ''}`.trim(),
    socketWords(`kinds.${socket.protocol}`),
    endText(socket.local, socket.localPort),
    hasPeer(socket) ? endText(socket.remote, socket.remotePort) : '',
    // Of a listener the queues are connections: those that wait, and how many may.
    formatValue(socket.recvQ, socket.state === 'listen' ? 'count' : 'bytes'),
    formatValue(socket.sendQ, socket.state === 'listen' ? 'count' : 'bytes'),
    formatValue(socket.fill, 'share'),
    limitWords(socket, socketWords),
  ];
  const adviceParts =
    advice === undefined
      ? []
      : [
          `## ${t('stack.report.advice')}`,
          ...(advice.length === 0 ? [t('stack.report.noAdvice')] : advice.flatMap(advicePart)),
        ];
  const held = sockets?.filter(({ fill }) => fill > 0).slice(0, MOST_SOCKETS);
  const socketHead = [
    t('stack.report.process'),
    t('stack.report.protocol'),
    t('stack.report.from'),
    t('stack.report.to'),
    'Recv-Q',
    'Send-Q',
    t('stack.report.fill'),
    t('stack.report.limits'),
  ];
  const socketParts =
    held === undefined
      ? []
      : [
          `## ${t('stack.report.sockets')}`,
          held.length === 0 ? t('stack.report.noSockets') : table(socketHead, held.map(socketRow)),
        ];
  const parts = [
    `# ${t('stack.report.title', { host: facts.hostname, verdict: state.verdict })}`,
    t('stack.report.of', {
      kernel: facts.kernelRelease,
      arch: facts.arch,
      time: utc(state.timeMs),
      address: state.address,
    }),
    bottleneck === undefined
      ? ''
      : of(`**${t('stack.report.limiter')}**`, `${bottleneck.sentence} ${bottleneck.not}`).trimEnd(),
    `## ${t('stack.report.layers')}`,
    table([word('layer'), word('state'), word('reason'), word('figures'), word('drops')], layers.map(layerRow)),
    ...adviceParts,
    ...socketParts,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
};
