import { expect, test } from 'vitest';
import { SCENARIOS } from '../scenarios/index.ts';
import { listOfScenarios, readPlayOptions } from './options.ts';

test('without a name all scenarios are listed with their purpose', () => {
  expect(readPlayOptions([])).toBeUndefined();
  expect(readPlayOptions(['--help'])).toBeUndefined();
  const lines = listOfScenarios().split('\n');
  for (const { name, purpose } of SCENARIOS)
    expect(lines.filter((line) => line.startsWith(`  ${name} `) && line.endsWith(purpose))).toHaveLength(1);
});

test('a scenario lasts two minutes on a free port unless said otherwise', () => {
  const scenario = SCENARIOS.find(({ name }) => name === 'syn-flood');
  expect(readPlayOptions(['syn-flood'])).toEqual({ scenario, part: 'trouble', seconds: 120, port: 0, pages: true });
  const more = ['syn-flood', '--seconds', '30', '--port=8080', '--look-alike', '--no-pages'];
  expect(readPlayOptions(more)).toEqual({ scenario, part: 'look-alike', seconds: 30, port: 8080, pages: false });
});

test('what is not allowed is refused in a sentence', () => {
  expect(() => readPlayOptions(['nothing'])).toThrow('There is no scenario "nothing": `npm run lab` lists them.');
  expect(() => readPlayOptions(['syn-flood', 'no-route'])).toThrow('One scenario at a time, not also "no-route".');
  expect(() => readPlayOptions(['syn-flood', '--seconds', '5'])).toThrow(
    '--seconds is "5": whole numbers from 10 to 3600.',
  );
  expect(() => readPlayOptions(['syn-flood', '--port', '70000'])).toThrow('--port is "70000"');
  expect(() => readPlayOptions(['syn-flood', '--nonsense'])).toThrow(/--nonsense/);
});
