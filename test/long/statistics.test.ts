import {expect, test} from 'vitest';
import {claims} from '../analysis/statistics/simulation/claims.ts';
import {Chance} from '../helpers/chance.ts';

const runs = 10_000;

test.each(claims.map(claim => [claim.name, claim] as const))('%s: no more than may be', (name, {measure, atMost}) => {
	const found = measure(runs, new Chance(Number(process.env['ITER8_SEED'])));
	console.log(`${name}: ${found} (at most ${atMost(runs)})`);
	expect(found).toBeLessThanOrEqual(atMost(runs));
});
