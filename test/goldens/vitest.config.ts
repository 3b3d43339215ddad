import {defineConfig} from 'vitest/config';
import {ClosingLine} from '../closing-line.ts';

export default defineConfig({
	test: {
		include: ['test/goldens/**/*.test.ts'],
		reporters: ['default', new ClosingLine()],
	},
});
