import {defineConfig} from 'vitest/config';
import {ClosingLine} from '../../closing-line.ts';

/** Tests whose pods need the testbed's own network (`npm run test:kserve`). */
export const inPrivateNetwork = ['test/cluster/real-kserve/**/*.test.ts', 'test/cluster/testbed/node/node.test.ts'];
/** One of each kind of them, with which `npm run test:cluster` ends. */
export const inShort = 'test/cluster/real-kserve/short.test.ts';

/** How they run. */
export const settings = {
	testTimeout: 180_000,
	hookTimeout: 180_000,
	fileParallelism: false,
	reporters: ['default', new ClosingLine()],
};

export default defineConfig({test: {...settings, include: inPrivateNetwork, exclude: [inShort, 'node_modules/**']}});
