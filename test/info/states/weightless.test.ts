import {expect, test} from 'vitest';
import {told} from '../../helpers/states.ts';
import {appInfo, versionInfo} from '../../tui/apps.ts';

const primary = versionInfo({reachedBy: 'rest', requests: 'everything else'});
const candidate = versionInfo({
	name: 'wisdom-1',
	title: 'wisdom-1',
	role: 'candidate',
	label: 'v1',
	reachedBy: 'clauses',
	requests: 'traffic: test',
});
const none = {weight: 0, ownWeight: 0, reachedBy: 'nothing', requests: 'none'} as const;
const ready =
	'good candidate ready: wisdom-1 can be promoted; to promote it: kubectl iter8 promote wisdom -n models; to drop it: kubectl iter8 abort wisdom -n models';

test('of a canary whose candidate has weight 0 is told that what is meant for it goes to the primary', () => {
	expect(told(appInfo('wisdom', {strategy: 'canary', versions: [primary, {...candidate, ...none}]}))).toEqual([
		'warning weight 0: InferenceService wisdom-1 has weight 0, so that wisdom-0 gets its requests; to give wisdom-1 its requests: kubectl annotate --overwrite inferenceservice wisdom-1 iter8.tools/weight=1 -n models',
		ready,
	]);
});

test('of a canary whose primary has weight 0 is told that the candidate gets all', () => {
	const versions = [
		{...primary, ...none},
		{...candidate, reachedBy: 'rest'},
	] as const;
	expect(told(appInfo('wisdom', {strategy: 'canary', versions}))).toEqual([
		'warning weight 0: InferenceService wisdom-0 has weight 0, so that the candidate wisdom-1 gets every request, though nobody has promoted it; to give wisdom-0 its requests: kubectl annotate --overwrite inferenceservice wisdom-0 iter8.tools/weight=1 -n models',
		ready,
	]);
});

test('a weight of 0 in a split is what somebody has asked for', () => {
	const versions = [primary, {...candidate, ...none}] as const;
	expect(told(appInfo('wisdom', {strategy: 'blue-green', versions}))).toEqual([ready]);
});

test.each([
	['canary', 'candidate', false],
	['mirror', 'primary', false],
	['mirror', 'candidate', true],
	['blue-green', 'primary', true],
] as const)(
	'of a %s whose %s lacks its ConfigMap a weight is advised only where weights takes one: %s',
	(strategy, role, isAdvised) => {
		const lost = {isAvailable: false, phase: 'down', cause: 'absent', isWeightMissing: true} as const;
		const versions = [primary, candidate].map(each => (each.role === role ? {...each, ...none, ...lost} : each));
		expect(told(appInfo('wisdom', {strategy, versions})).some(line => line.includes('a weight again'))).toBe(isAdvised);
	},
);
