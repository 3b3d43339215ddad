import {defineConfig} from 'vitest/config';
import {ClosingLine} from './test/closing-line.ts';

/** Tests of folders that do no I/O and keep no state: their files share a worker, which saves loading everything for each. */
const pure = [
	'charts',
	'check',
	'explain',
	'gotemplate',
	'info',
	'kserve',
	'mesh',
	'objects',
	'print',
	'routemap',
	'routing',
];
const ofPure = pure.map(folder => `test/${folder}/**/*.test.ts`);
const elsewhere = ['test/cluster/**', 'test/goldens/**', 'node_modules/**'];

export default defineConfig({
	test: {
		projects: [
			{extends: true, test: {name: 'pure', include: ofPure, isolate: false}},
			{extends: true, test: {name: 'whole', include: ['test/**/*.test.{ts,tsx}'], exclude: [...elsewhere, ...ofPure]}},
		],
		reporters: ['default', new ClosingLine()],
	},
});
