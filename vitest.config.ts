import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';
import {ClosingLine} from './test/closing-line.ts';

/** Ink chooses its colours when it is loaded, so that a test of colours needs a process of its own. */
const ofColours = ['test/tui/components/lines.test.tsx'];
const elsewhere = ['test/cluster/**', 'test/goldens/**', 'test/long/**', 'node_modules/**'];

export default defineConfig({
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'shared',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: [...elsewhere, ...ofColours],
					globalSetup: ['test/helpers/build-once.ts'],
					// The files keep no state, so they share a worker, which saves loading everything for each.
					isolate: false,
				},
			},
			{extends: true, test: {name: 'colours', include: ofColours}},
		],
		env: {TZ: 'UTC'},
		// Generous, for machines that do other work too; a test waits for a state and ends with it.
		testTimeout: 120_000,
		// Tests wait as often as they work: with one worker a core half of each would stay idle.
		maxWorkers: 2 * availableParallelism(),
		reporters: ['default', new ClosingLine()],
	},
});
