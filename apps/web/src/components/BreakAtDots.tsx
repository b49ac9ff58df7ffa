import { Fragment } from 'react';

/** After a dot or an equals sign; the same, and between the words of a name such as `tcpBulkSender.ts` or `read_all.py`. */
const PLACES = { dots: /(?<=[.=])|$/g, words: /(?<=[._=-])|(?<=\p{Ll})(?=\p{Lu})|$/gu } as const;

/** "a.b=c" as "a.", "a.b=", "a.b=c". */
const steps = (name: string, at: keyof typeof PLACES): readonly string[] =>
  [...name.matchAll(PLACES[at])].map(({ index }) => name.slice(0, index));

interface BreakAtDotsProps {
  readonly text: string;
  readonly at?: keyof typeof PLACES;
}

/** A long name, which may break after its dots and an equals sign rather than inside a word or a number, and is copied whole. */
export const BreakAtDots = ({ text, at: places = 'dots' }: BreakAtDotsProps) =>
  steps(text, places).map((step, at, all) => (
    <Fragment key={step}>
      {at > 0 && <wbr />}
      {step.slice(all[at - 1]?.length ?? 0)}
    </Fragment>
  ));
