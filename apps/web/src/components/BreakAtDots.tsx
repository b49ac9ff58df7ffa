import { Fragment } from 'react';

/** "a.b.c" as "a", "a.b", "a.b.c". */
const steps = (name: string): readonly string[] =>
  [...name.matchAll(/\.|$/g)].map(({ index }) => name.slice(0, index)).filter(Boolean);

/** A long name with dots in it, which may break after them rather than inside a word or a number, and is copied whole. */
export const BreakAtDots = ({ text }: { readonly text: string }) =>
  steps(text).map((step) => {
    const dot = step.lastIndexOf('.');
    return (
      <Fragment key={step}>
        {dot >= 0 && (
          <>
            .<wbr />
          </>
        )}
        {step.slice(dot + 1)}
      </Fragment>
    );
  });
