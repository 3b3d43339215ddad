import {expect, test} from 'vitest';
import {randomNumbers} from '../../source/load/pace.ts';
import {SplitWatch, splitWords} from '../../source/load/split.ts';

/** What is said of so many requests of which the first version answers this share. */
function watched(weights: readonly [number, number], share: number, requests: number, seed: number) {
	const watch = new SplitWatch([
		{version: 'wisdom-0', weight: weights[0]},
		{version: 'wisdom-1', weight: weights[1]},
	]);
	const random = randomNumbers(seed);
	for (let sent = 0; sent < requests; sent++) watch.add(random() < share ? 'wisdom-0' : 'wisdom-1');
	return watch.read();
}

test('a split as expected is within chance, in words', () => {
	expect(splitWords(watched([98, 2], 0.98, 5000, 3))).toMatch(
		/^wisdom-0\/wisdom-1: 98\/2 expected, 9[78](\.\d)?\/[12](\.\d)? seen, within chance$/,
	);
});

test('weights 90/10 that are served 50/50 are named within 500 requests, and right ones hardly ever', () => {
	const seeds = Array.from({length: 50}, (_, seed) => seed);
	for (const seed of seeds) {
		const {verdict, toldAfter} = watched([90, 10], 0.5, 500, seed);
		expect([verdict, toldAfter !== undefined && toldAfter <= 500]).toEqual(['not by chance', true]);
	}

	const wrong = seeds.filter(seed => watched([90, 10], 0.9, 2000, seed).verdict === 'not by chance');
	expect(wrong).toEqual([]);
});

test.for([
	[[50, 50], 1, 25],
	[[90, 10], 1, 110],
	[[99, 1], 0.5, 40],
	[[50, 50], 0.8, 100],
] as const)(
	'weights %o of which the first has a share of %d are named within %d requests',
	([weights, share, most]) => {
		for (let seed = 0; seed < 20; seed++) {
			const {verdict, toldAfter} = watched(weights, share, most, seed);
			expect([seed, verdict, (toldAfter ?? Infinity) <= most]).toEqual([seed, 'not by chance', true]);
		}
	},
);

test('a version without a weight that answers all the same is named at once', () => {
	const watch = new SplitWatch([{version: 'wisdom-0', weight: 1}]);
	watch.add('wisdom-0');
	watch.add('wisdom-9');
	expect(watch.read()).toEqual({
		versions: [
			{version: 'wisdom-0', weight: 1, requests: 1},
			{version: 'wisdom-9', weight: 0, requests: 1},
		],
		verdict: 'not by chance',
		toldAfter: 2,
	});
	expect(splitWords(watch.read())).toBe('wisdom-0/wisdom-9: 100/0 expected, 50/50 seen, not by chance');
});
