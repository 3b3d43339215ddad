import {defineConfig} from 'vitest/config';
import {ClosingLine} from '../../closing-line.ts';

/** Tests whose pods need the testbed's own network (`npm run test:kserve`). */
export const inPrivateNetwork = ['test/cluster/real-kserve/**/*.test.ts', 'test/cluster/testbed/node/node.test.ts'];

export default defineConfig({
	test: {
		include: inPrivateNetwork,
		testTimeout: 180_000,
		hookTimeout: 180_000,
		fileParallelism: false,
		reporters: ['default', new ClosingLine()],
	},
});
