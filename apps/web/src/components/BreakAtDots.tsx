import { Fragment } from 'react';

/** "a.b=c" as "a.", "a.b=", "a.b=c". */
const steps = (name: string): readonly string[] =>
  [...name.matchAll(/(?<=[.=])|$/g)].map(({ index }) => name.slice(0, index));

/** A long name, which may break after its dots and an equals sign rather than inside a word or a number, and is copied whole. */
export const BreakAtDots = ({ text }: { readonly text: string }) =>
  steps(text).map((step, at, all) => (
    <Fragment key={step}>
      {at > 0 && <wbr />}
      {step.slice(all[at - 1]?.length ?? 0)}
    </Fragment>
  ));
