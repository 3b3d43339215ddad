import {expect, test} from 'vitest';
import {outcomes} from '../runner/meddling/outcomes.ts';

test.each(['InferenceService', 'Deployment'] as const)(
	'whatever somebody changes between two steps of any verb, nothing is lost, and what is found is told in a line (%s)',
	async kind => {
		const found = await outcomes(kind);
		console.log(`${found.size} cases of ${kind}`);
		expect(found.size).toBeGreaterThan(400);
	},
	600_000,
);
