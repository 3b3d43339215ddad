import {expect, test} from 'vitest';
import {waitFor} from '../../cluster/testbed/wait.ts';
import type {RoutingCase, Spread} from './case.ts';
import {exchange, expectedEcho, expectedOutcome, withoutAdded, type RoutingStand} from './exchange.ts';

/** How often a spread request is sent. */
const sample = 1000;

/** Declares one test a case, against a stand that holds the objects of all of them. */
export function testRouting(cases: readonly RoutingCase[], standOf: () => RoutingStand): void {
	test.each(cases)('$name', async ({name, exchanges = [], spread}) => {
		const stand = standOf();
		for (const [index, [request, answer]] of exchanges.entries()) {
			const id = idOf(name, index);
			expect(await exchange(stand, id, request), id).toEqual(expectedOutcome(request, answer));
			const {copies = [], seen} = answer;
			const total = copies.length + (seen ? 1 : 0);
			await waitFor(`the copies of ${id}`, async () => stand.seen(id).length >= total, 5000);
			const expected = [...(seen ? [seen] : []), ...copies].map(each => expectedEcho(request, each));
			expect(stand.seen(id).map(withoutAdded).toSorted(byName), id).toEqual(expected.toSorted(byName));
		}

		if (spread) await testSpread(stand, name, spread);
	});

	test('no request was copied that should not be', () => {
		for (const {name, exchanges = []} of cases) {
			for (const [index, [, {seen, copies = []}]] of exchanges.entries()) {
				const id = idOf(name, index);
				expect(standOf().seen(id), id).toHaveLength(copies.length + (seen ? 1 : 0));
			}
		}
	});
}

/** Names of cases have characters that headers have not. */
function idOf(name: string, exchange: number | string): string {
	return encodeURIComponent(`${name} ${exchange}`);
}

function byName(one: {readonly by: string}, other: {readonly by: string}): number {
	return one.by < other.by ? -1 : 1;
}

async function testSpread(
	stand: RoutingStand,
	name: string,
	{request, shares, ofCopies = false}: Spread,
): Promise<void> {
	const id = idOf(name, 'spread');
	const answered: (string | undefined)[] = [];
	for (let sent = 0; sent < sample; sent += 10) {
		const batch = await Promise.all(Array.from({length: 10}, async () => exchange(stand, id, request)));
		answered.push(...batch.map(({echo}) => echo?.by));
	}

	if (ofCopies) await waitFor(`the copies of ${id}`, async () => isSettled(stand, id, shares), 5000);
	const counted = ofCopies ? stand.seen(id).map(({by}) => by) : answered;
	for (const by of ['alpha', 'beta', 'gamma', undefined] as const) {
		const count = counted.filter(each => each === by).length;
		const probability = (by && shares[by]) ?? 0;
		expect(Math.abs(count - sample * probability), `${by}: ${count} of ${sample}`).toBeLessThanOrEqual(
			bound(probability),
		);
	}
}

/** The copies come later than the answers: at least the fewest that the bound allows. */
function isSettled(stand: RoutingStand, id: string, shares: Spread['shares']): boolean {
	return Object.entries(shares).every(([by, probability]) => {
		const count = stand.seen(id).filter(each => each.by === by).length;
		return count >= sample * probability - bound(probability);
	});
}

/** How far a count may be from its mean in 99.9 of 100 samples (normal approximation of the binomial distribution). */
function bound(probability: number): number {
	return 3.2905 * Math.sqrt(sample * probability * (1 - probability)) + (probability % 1 === 0 ? 0 : 0.5);
}
