import {expect, test} from 'vitest';
import {kserveCanary} from '../../source/strategies/kserve-canary.ts';
import {findStrategy} from '../../source/strategies/strategies.ts';

test('a strategy is found by app type and name', () => {
	expect(findStrategy('kserve', 'canary')).toBe(kserveCanary);
});

test.each([
	['kserve', 'mirror'],
	['deployment', 'canary'],
	['', ''],
])('what there is not is answered with what there is: %s %s', (appType, strategy) => {
	expect(() => findStrategy(appType, strategy)).toThrow(
		`no routes for app type ${appType} with strategy ${strategy}; there are: kserve with canary`,
	);
});
