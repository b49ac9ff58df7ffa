import { CommandLine } from '../../components/CopyButton.tsx';
import { STACK_TEXT } from './text.ts';

/** Every second part, between backquotes, is something to type. */
const WithCode = ({ text }: { readonly text: string }) =>
  text.split('`').map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="whitespace-nowrap font-mono text-ink text-sm">
        {part}
      </code>
    ),
  );

/** No agent has reported for this host: says what that means and what to do. */
export const EmptyHost = ({ message }: { readonly message: string | undefined }) => {
  const text = STACK_TEXT.empty;
  return (
    <section
      aria-labelledby="empty-host"
      className="mx-auto my-10 max-w-xl rounded-xl border border-line bg-surface p-6"
    >
      <h2 id="empty-host" className="font-semibold text-lg">
        {text.title}
      </h2>
      <p className="mt-2 text-pretty text-soft">{text.body}</p>
      <ul className="mt-3 mb-4 list-disc space-y-1 pl-5 text-soft">
        {text.steps.map((step) => (
          <li key={step}>
            <WithCode text={step} />
          </li>
        ))}
      </ul>
      <CommandLine command={text.command} />
      <p className="mt-4 text-soft">{text.after}</p>
      {message !== undefined && <p className="mt-2 text-faint text-sm">{text.refused(message)}</p>}
    </section>
  );
};
