import {expect, test} from 'vitest';
import {Chance} from '../../helpers/chance.ts';
import {claims} from './simulation/claims.ts';

// `npm run long` does the same with 10,000 runs and a new seed each time. It is fixed here, since chance exceeds α, too.
const runs = 100;

test.each(claims.map(claim => [claim.name, claim] as const))('%s: no more than may be', (_, {measure, atMost}) => {
	expect(measure(runs, new Chance(20))).toBeLessThanOrEqual(atMost(runs));
});
