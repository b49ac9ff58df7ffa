import { Fragment } from 'react';

/** "a.b.c" as "a", "a.b", "a.b.c". */
const steps = (id: string): readonly string[] =>
  [...id.matchAll(/\.|$/g)].map(({ index }) => id.slice(0, index)).filter(Boolean);

/** A metric's id, which may break after its dots only, and is copied whole. */
export const MetricName = ({ id }: { readonly id: string }) =>
  steps(id).map((step) => {
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
