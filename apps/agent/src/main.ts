import { helpText, OptionError, parseOptions } from './options.ts';

const options = readOptions();
if (options === 'help') {
  process.stdout.write(`${helpText()}\n`);
} else {
  const { run } = await import('./run.ts');
  if (options !== 'warm-cache') await run(options);
  process.exit(0);
}

function readOptions(): ReturnType<typeof parseOptions> {
  try {
    return parseOptions(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
