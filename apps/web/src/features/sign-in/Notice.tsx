import { SaturatedIcon } from '../../components/icons.tsx';

/** Why it did not work, where the eye is. Empty, it is there for screen readers, who hear what comes into it. */
export const Notice = ({ text }: { readonly text: string | undefined }) => (
  <div role="alert" className="empty:-mb-4">
    {text !== undefined && (
      <p className="flex items-start gap-2 rounded-md bg-saturated-wash px-3 py-2 text-pretty text-saturated-ink text-sm tabular-nums">
        <SaturatedIcon className="mt-0.5 size-4" />
        <span>{text}</span>
      </p>
    )}
  </div>
);
