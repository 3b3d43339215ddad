import {execFileSync} from 'node:child_process';
import {globSync, readFileSync} from 'node:fs';
import {defineConfig} from 'vitest/config';
import {ClosingLine} from '../closing-line.ts';

// `npm run long`: every random test with a hundred times its cases, ten times as many templates beside Go's, every moment at which
// a verb can be killed or disturbed, and how often the statistics err.
const factor = 100;
const seed = Number(process.env['ITER8_SEED'] ?? Date.now() % 2 ** 31);
const commit = execFileSync('git', ['describe', '--always', '--dirty'], {encoding: 'utf8'}).trim();
console.log(`commit ${commit}, seed ${seed} (repeat with ITER8_SEED=${seed})`);

const random = globSync('test/**/*.test.{ts,tsx}').filter(file => readFileSync(file, 'utf8').includes('fc.assert('));
const shared = {testTimeout: 3_600_000, hookTimeout: 600_000, isolate: false};

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					...shared,
					name: 'properties',
					include: random,
					setupFiles: ['test/long/setup.ts'],
					env: {ITER8_SEED: String(seed), ITER8_LONG_FACTOR: String(factor)},
				},
			},
			{
				test: {
					...shared,
					name: 'at-length',
					include: ['test/long/*.test.ts'],
					env: {ITER8_SEED: String(seed)},
				},
			},
			{
				test: {
					...shared,
					name: 'templates',
					include: ['test/cluster/gotemplate/differential.test.ts'],
					env: {ITER8_SEED: String(seed), ITER8_LONG_FACTOR: '40'},
				},
			},
		],
		maxWorkers: '100%',
		reporters: ['default', new ClosingLine()],
	},
});
