import { Fragment } from 'react';
import { CommandLine } from '../../components/CopyButton.tsx';
import { keepUnits } from '../../components/keepUnits.ts';
import { actionParts, flagParts } from './actionParts.ts';

/** One thing to do; what can be pasted stands as settings do, ready to be copied. */
export const Action = ({ action }: { readonly action: string }) =>
  actionParts(action).map(({ kind, text }) =>
    kind === 'command' ? (
      <div key={text} className="my-1">
        <CommandLine command={text} />
      </div>
    ) : (
      <p key={text}>
        {flagParts(keepUnits(text)).map(({ start, isFlag, part }) =>
          isFlag ? (
            <span key={start} className="whitespace-nowrap">
              {part}
            </span>
          ) : (
            <Fragment key={start}>{part}</Fragment>
          ),
        )}
      </p>
    ),
  );
