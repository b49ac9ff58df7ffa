/** Title and help of a metric in a language other than English; the help alone where the kernel's own name is the title. */
type MetricText = readonly [title: string, help: string] | string;

/** By the ids of metrics. */
export type MetricTexts = Readonly<Record<string, MetricText>>;

/** Texts of the measures of one subject: `link.dev` and `rxBytes` make `link.dev.rxBytes`. */
export function under(subject: string, texts: MetricTexts): MetricTexts {
  return Object.fromEntries(Object.entries(texts).map(([measure, text]) => [`${subject}.${measure}`, text]));
}
