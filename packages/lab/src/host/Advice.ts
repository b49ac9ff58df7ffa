/** Advice as the API gives it. */
export interface Advice {
  /** Rule and subject: "tcp-listen-overflow:127.0.0.1:8080". */
  readonly id: string;
  readonly rule: string;
  readonly layer: string;
  readonly subject: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  readonly why: string;
  readonly where: string;
  readonly evidence: readonly {
    readonly metric: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
    readonly unit: string;
  }[];
  readonly changes: readonly {
    readonly tunable: string;
    readonly namespace: string;
    readonly device?: string;
    readonly current: string;
    readonly proposed: string;
  }[];
  readonly arithmetic: string;
  readonly actions: readonly string[];
  readonly risk: string;
  readonly expectedEffect: string;
  readonly verify: string;
  readonly notWhen: string;
}

/** What advice rests on, by the id of a metric; undefined when it does not name that metric. */
export const evidenceOf = (advice: Advice, metric: string): number | undefined =>
  advice.evidence.find((evidence) => evidence.metric === metric)?.value;

/** Whether it is about another network namespace than the host's. */
const isOfANamespace = ({ subject }: Advice): boolean => subject.startsWith('namespace ');

/** Whether advice is what a test speaks of: its id, or its rule whatever the subject on this host. */
export const isNamed = (advice: Advice, ruleOrId: string): boolean =>
  advice.id === ruleOrId || (advice.rule === ruleOrId && !isOfANamespace(advice));

/**
 * Whether a rule looks at what all namespaces of the machine share (processes, TCP's memory, neighbours, the CPUs' work), or at another
 * namespace: what one test does to it the hosts of all others see.
 */
export const isOfTheMachine = (advice: Advice): boolean =>
  isOfANamespace(advice) || /^(app-fd-limit|tcp-mem-.*|tcp-orphans|neigh-.*|softnet-.*)$/.test(advice.rule);

/** Advice for a person: what, why, the numbers and the cure. */
export const inWords = ({ id, severity, title, why, evidence, changes, actions }: Advice): string =>
  [
    `${id} (${severity}): ${title}`,
    `    ${why}`,
    ...evidence.map(({ metric, labels, value, unit }) => {
      const of = Object.entries(labels).map(([name, label]) => `${name}=${label}`);
      return `    ${[metric, ...of].join(' ')}: ${value} ${unit}`;
    }),
    ...changes.map(({ tunable, current, proposed }) => `    ${tunable}: ${current} -> ${proposed}`),
    ...actions.map((action) => `    ${action}`),
  ].join('\n');

/** Advice as one block of text; a word for none. */
export const allInWords = (advice: readonly Advice[]): string =>
  advice.length === 0 ? 'nothing' : advice.map(inWords).join('\n');
