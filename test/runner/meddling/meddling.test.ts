import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {outcomes, withoutUsual} from './outcomes.ts';

/** All verbs, and Deployments, are in `npm run long`. */
test('whatever somebody changes between two steps of a promotion, it is found or does no harm', async () => {
	const found = await outcomes('InferenceService', ['promote']);
	expect(found.size).toBeGreaterThan(100);
	expect(withoutUsual(found)).toBe(readFileSync(join(import.meta.dirname, 'outcomes.txt'), 'utf8'));
});
