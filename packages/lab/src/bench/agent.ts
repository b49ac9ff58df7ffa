/** CPU, memory and wire bytes of the agent beside ss, node_exporter and netdata. Options: --seconds N --sockets 0,1000 --json FILE */
import { writeFile } from 'node:fs/promises';
import { runAgentBench } from '../measure/agentBench.ts';
import { readBenchOptions } from '../measure/options.ts';
import { jsonOf, tableOf } from '../measure/report.ts';
import { runBench } from '../measure/runBench.ts';

await runBench({
  url: import.meta.url,
  options: readBenchOptions,
  measure: async (options, say) => {
    const rows = await runAgentBench(options, say);
    say(`\n${tableOf(rows)}`);
    if (options.json !== undefined) await writeFile(options.json, jsonOf('agent', rows));
  },
});
