import {expect, test} from 'vitest';
import {versionSentence} from '../../../source/info/states/version-words.ts';
import {appInfo, versionInfo} from '../../tui/apps.ts';

const reason = 'InferenceService wisdom-0 does not exist';
const gone = versionInfo({phase: 'absent', isAvailable: false, reason, reachedBy: 'nothing', requests: 'none'});
const taker = versionInfo({
	name: 'wisdom-1',
	title: 'wisdom-1',
	role: 'candidate',
	reachedBy: 'rest',
	requests: 'traffic: test; everything else',
});
const tried = {...taker, name: 'wisdom-2', title: 'wisdom-2', reachedBy: 'clauses', requests: 'traffic: two'} as const;
const half = {candidate: 'wisdom-1', action: 'promote', isGone: false} as const;

test.each(['canary', 'mirror', 'blue-green'])(
	'of a %s whose primary is gone is told that a candidate gets all',
	strategy => {
		expect(versionSentence(appInfo('wisdom', {strategy, versions: [gone, taker]}), gone)).toBe(
			'InferenceService wisdom-0 does not exist, so that the candidate wisdom-1 gets every request, though nobody has promoted it',
		);
	},
);

test('of a candidate whose promotion has begun nobody says that it was not promoted', () => {
	expect(versionSentence(appInfo('wisdom', {versions: [gone, taker], halfDone: half}), gone)).toBe(
		'InferenceService wisdom-0 does not exist, so that the candidate wisdom-1 gets every request',
	);
});

test('a candidate beside which another gets requests gets not every one', () => {
	expect(versionSentence(appInfo('wisdom', {versions: [gone, taker, tried]}), gone)).toBe(
		'InferenceService wisdom-0 does not exist, so that wisdom-1 gets its requests',
	);
});
