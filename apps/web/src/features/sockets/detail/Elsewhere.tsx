'use client';
import { useDetails } from '../../connection/live.ts';
import { Commands } from '../../metric/Commands.tsx';
import { namespaceCommands } from '../../metric/namespaceCommands.ts';

interface ElsewhereProps {
  readonly hostId: string;
  readonly cookie: string;
  /** What the agent calls the namespace. */
  readonly netns: string;
}

/** How a shell tells more of a socket of another network namespace, of which the agent asks for lists only. */
export const Elsewhere = ({ hostId, cookie, netns }: ElsewhereProps) => {
  const answer = useDetails(hostId, 'namespaces');
  const row = answer?.ok === true ? answer.report.rows.find(({ name }) => name === netns) : undefined;
  const command = `ip netns exec {netns} ss -a -m -e -n -i -p -o -O | grep -w sk:${cookie}`;
  return row === undefined ? null : (
    <div className="max-w-[42rem] px-5">
      <Commands commands={namespaceCommands([command], row)} />
    </div>
  );
};
