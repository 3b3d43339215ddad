import {defineConfig} from 'vitest/config';
import {ClosingLine} from '../closing-line.ts';
import {inPrivateNetwork} from './real-kserve/vitest.config.ts';

/** Rollouts that load two cores for some minutes each: `npm run long:rollouts`. */
const loadedRollouts = ['test/cluster/rollout/deployments/**', 'test/cluster/rollout/undo.test.ts'];
/** What sends so many requests a second, or measures: beside other work it would say more of that than of us. */
const quiet = [
	'test/cluster/gotemplate/speed.test.ts',
	'test/cluster/kserve/kserve.test.ts',
	'test/cluster/rollout/abort.test.ts',
	'test/cluster/rollout/daemon-killed.test.ts',
	'test/cluster/rollout/daemon-lives.test.ts',
	'test/cluster/rollout/tutorial-*.test.ts',
	...loadedRollouts,
];
const elsewhere = [
	...inPrivateNetwork,
	...(process.env['ITER8_LOADED_ROLLOUTS'] ? [] : loadedRollouts),
	'test/cluster/bench/**',
	'node_modules/**',
];

export default defineConfig({
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'side by side',
					include: ['test/cluster/**/*.test.ts'],
					exclude: [...quiet, ...elsewhere],
					// Each has a cluster of its own, and waits for it as long as it works.
					maxWorkers: 2,
					sequence: {groupOrder: 0},
				},
			},
			{
				extends: true,
				test: {
					name: 'one by one',
					include: quiet,
					exclude: elsewhere,
					maxWorkers: 1,
					sequence: {groupOrder: 1},
				},
			},
		],
		// outside every timeout: the first build takes minutes
		globalSetup: ['test/cluster/testbed/global-setup.ts'],
		testTimeout: 180_000,
		hookTimeout: 180_000,
		reporters: ['default', new ClosingLine()],
	},
});
