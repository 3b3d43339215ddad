import {defineConfig} from 'vitest/config';
import {ClosingLine} from './test/closing-line.ts';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		exclude: ['test/cluster/**', 'test/goldens/**', 'node_modules/**'],
		reporters: ['default', new ClosingLine()],
	},
});
