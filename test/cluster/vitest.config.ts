import {defineConfig} from 'vitest/config';
import {ClosingLine} from '../closing-line.ts';
import {inPrivateNetwork} from './real-kserve/vitest.config.ts';

/** Rollouts that load two cores for some minutes each: `npm run long:rollouts`. */
const loadedRollouts = ['test/cluster/rollout/deployments/**', 'test/cluster/rollout/undo.test.ts'];

export default defineConfig({
	test: {
		include: ['test/cluster/**/*.test.ts'],
		exclude: [
			...inPrivateNetwork,
			...(process.env['ITER8_LOADED_ROLLOUTS'] ? [] : loadedRollouts),
			'test/cluster/bench/**',
			'node_modules/**',
		],
		// outside every timeout: the first build takes minutes
		globalSetup: ['test/cluster/testbed/global-setup.ts'],
		testTimeout: 180_000,
		hookTimeout: 180_000,
		fileParallelism: false,
		reporters: ['default', new ClosingLine()],
	},
});
