import {expect, test} from 'vitest';
import {bindingOf, bindingOfWord, bindings} from '../../../source/tui/keys/bindings.ts';
import {disabledReason, type KeyContext, type Place} from '../../../source/tui/keys/keys.ts';
import {appInfo, versionInfo} from '../apps.ts';

const places: readonly Place[] = ['apps', 'app', 'help', 'log', 'pick'];

test.each(places)('in %s no key does two things, and every hint is of a key that does what it says', place => {
	const here = bindings.filter(binding => binding.places.includes(place));
	const keys = here.flatMap(binding => binding.keys);
	expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
	for (const binding of here) {
		for (const key of binding.keys) expect(bindingOf(key, place)).toBe(binding);
	}
});

test('every hint begins with one of its keys', () => {
	const signs: Readonly<Record<string, string>> = {Enter: 'return', Esc: 'escape'};
	for (const {hint, keys} of bindings) {
		if (hint) expect(hint[0].split(' ').some(sign => keys.includes(signs[sign] ?? sign))).toBe(true);
	}
});

test('every word after the colon stands for one command, and every verb has one', () => {
	const words = bindings.flatMap(({word}) => word ?? []);
	expect(words.toSorted()).toEqual(
		'abort cleanup compare conditions ctx deploy diff events explain filter init log logs ns pods promote quit route send-test sort undo watch weights'.split(
			' ',
		),
	);
	for (const word of words) expect(bindingOfWord(word)?.word).toBe(word);
});

test('a key that is not bound does nothing', () => {
	expect(bindingOf('z', 'apps')).toBeUndefined();
	expect(bindingOf('p', 'help')).toBeUndefined();
});

const context: KeyContext = {
	app: appInfo('wisdom'),
	forbidden: new Map(),
	daemon: undefined,
	logged: undefined,
	canGoBack: false,
};
const candidate = versionInfo({name: 'wisdom-1', role: 'candidate'});
const alone = appInfo('wisdom', {versions: [versionInfo(), {...candidate, phase: 'absent'}]});
const both = appInfo('wisdom', {versions: [versionInfo(), candidate]});
const failing = appInfo('wisdom', {versions: [versionInfo(), {...candidate, phase: 'failed', isAvailable: false}]});
const gone = versionInfo({phase: 'absent', isAvailable: false});
const orphan = appInfo('wisdom', {versions: [gone, candidate]});
const none = appInfo('wisdom', {versions: [gone, {...candidate, phase: 'absent'}]});
const lone = appInfo('wisdom', {versions: [versionInfo()]});
const fixed = appInfo('wisdom', {strategy: 'none', versions: [versionInfo()]});
const loading = appInfo('wisdom', {
	versions: [versionInfo(), {...candidate, phase: 'loading', reason: 'wisdom-1 is loading its model'}],
});
const half = {...both, halfDone: {candidate: 'wisdom-1', action: 'promote', isGone: false}} as const;
const leads = {holder: 'iter8-7f9c', namespace: 'models', renewedAt: undefined, isExpired: false, disbelieved: []};

test.each<{readonly key: string; readonly place: Place; readonly given: Partial<KeyContext>; readonly reason?: string}>(
	[
		{key: 'p', place: 'apps', given: {}},
		{key: 'p', place: 'apps', given: {app: undefined}, reason: 'no app is chosen'},
		{
			key: 'p',
			place: 'app',
			given: {forbidden: new Map([['promote', 'you may not update inferenceservices in namespace models']])},
			reason: 'you may not update inferenceservices in namespace models',
		},
		{key: 'p', place: 'app', given: {app: alone}, reason: 'there is no candidate: d deploys one'},
		{key: 'C', place: 'app', given: {app: alone}, reason: 'there is no candidate: d deploys one'},
		{key: 'C', place: 'app', given: {app: both}},
		{key: 'C', place: 'app', given: {app: undefined}, reason: 'no app is chosen'},
		{key: 'a', place: 'app', given: {app: alone}, reason: 'there is no candidate: d deploys one'},
		{key: 'd', place: 'app', given: {app: alone}},
		{key: 'p', place: 'app', given: {app: both}},
		{key: 'a', place: 'app', given: {app: both}},
		{
			key: 'd',
			place: 'app',
			given: {app: both},
			reason: 'wisdom-1 is there already: p promotes it, a aborts its rollout',
		},
		{key: 'd', place: 'app', given: {app: failing}, reason: 'wisdom-1 is there already: a aborts its rollout'},
		{
			key: 'd',
			place: 'app',
			given: {app: both, forbidden: new Map([['abort', 'you may not delete inferenceservices in namespace models']])},
			reason: 'wisdom-1 is there already: p promotes it',
		},
		{key: 'd', place: 'app', given: {app: orphan}, reason: 'the primary wisdom-0 does not exist'},
		{key: 'p', place: 'app', given: {app: none}, reason: 'there is no candidate: d deploys one'},
		{key: 'a', place: 'app', given: {app: lone}, reason: 'there is no candidate'},
		{key: 'd', place: 'app', given: {app: fixed}, reason: 'its strategy has one version only'},
		{key: 'w', place: 'app', given: {app: both}, reason: 'its strategy, canary, does not go by weights'},
		{key: 'w', place: 'app', given: {app: {...both, strategy: 'blue-green'}}},
		{key: 'p', place: 'app', given: {app: loading}, reason: 'wisdom-1 is loading its model'},
		{
			key: 'u',
			place: 'app',
			given: {app: both},
			reason: 'no earlier spec of its primary is known',
		},
		{key: 'u', place: 'app', given: {app: {...both, pastChanges: 1}}},
		{key: 'u', place: 'app', given: {app: {...half, pastChanges: 1}}, reason: 'the promotion of wisdom-1 is half done'},
		{key: 'c', place: 'app', given: {app: alone}},
		{key: 'i', place: 'apps', given: {app: undefined}},
		{key: 'D', place: 'apps', given: {}},
		{key: 'D', place: 'apps', given: {daemon: leads}, reason: 'iter8-7f9c leads already'},
		{key: 'D', place: 'apps', given: {daemon: {...leads, isExpired: true, disbelieved: []}}},
		{key: 'C', place: 'log', given: {}, reason: 'nothing was done yet'},
		{key: 'C', place: 'log', given: {logged: {isRunning: false}}},
		{key: 'X', place: 'log', given: {logged: {isRunning: false}}, reason: 'it is not running any more'},
		{key: 'X', place: 'log', given: {logged: {isRunning: true}}},
		{key: 'escape', place: 'apps', given: {}, reason: ''},
		{key: 'escape', place: 'apps', given: {canGoBack: true}},
	],
)('$key in $place with $given: $reason', ({key, place, given, reason}) => {
	const binding = bindingOf(key, place);
	expect(binding && disabledReason(binding, {...context, ...given})).toBe(reason);
});
