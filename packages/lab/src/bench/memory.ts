/** The agent's memory minute by minute, watched and unwatched in turns: does it grow? Options: --minutes N --sockets N --json FILE */
import { writeFile } from 'node:fs/promises';
import { runMemoryBench } from '../measure/memoryBench.ts';
import { readMemoryOptions } from '../measure/options.ts';
import { runBench } from '../measure/runBench.ts';

await runBench({
  url: import.meta.url,
  options: readMemoryOptions,
  measure: async (options, say) => {
    const looks = await runMemoryBench(options, say);
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify({ bench: 'memory', looks })}\n`);
  },
});
