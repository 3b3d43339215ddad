import {expect, test} from 'vitest';
import {UsageError} from '../../../source/objects/usage-error.ts';
import {parse} from '../../../source/options/parse.ts';
import {describedApp} from '../../../source/verbs/init/init-options.ts';
import {verbs} from '../../../source/verbs/verbs.ts';

function described(...argv: readonly string[]) {
	const {flags, arguments: words} = parse(verbs, ['init', 'wisdom', ...argv]);
	return describedApp('wisdom', flags as unknown as Parameters<typeof describedApp>[1], words.slice(1));
}

test('what is not said is left open', () => {
	expect(Object.entries(described()).filter(([, value]) => value !== undefined)).toEqual([['name', 'wisdom']]);
});

const test1 = {headers: {traffic: {exact: 'test'}}};

test.each<[readonly string[], unknown]>([
	[
		['--match', 'traffic=test'],
		[{name: 'wisdom-0'}, {name: 'wisdom-1', match: [test1]}],
	],
	[
		['--match', 'traffic=test', '--match', '{uri: {prefix: /v2}}'],
		[{name: 'wisdom-0'}, {name: 'wisdom-1', match: [test1, {uri: {prefix: '/v2'}}]}],
	],
	[
		['--match', 'token=a=b:c'],
		[{name: 'wisdom-0'}, {name: 'wisdom-1', match: [{headers: {token: {exact: 'a=b:c'}}}]}],
	],
	[
		[
			'--versions',
			'old, blue,green',
			'--match',
			'blue:traffic=test',
			'--match',
			'green: {"queryParams": {"a": {"exact": "b"}}}',
		],
		[{name: 'old'}, {name: 'blue', match: [test1]}, {name: 'green', match: [{queryParams: {a: {exact: 'b'}}}]}],
	],
	[
		['--strategy', 'blue-green', '--weights', '90, 10'],
		[
			{name: 'wisdom-0', weight: 90},
			{name: 'wisdom-1', weight: 10},
		],
	],
	[
		['--strategy', 'blue-green', '--weights', '90', '10'],
		[
			{name: 'wisdom-0', weight: 90},
			{name: 'wisdom-1', weight: 10},
		],
	],
	[
		['--strategy', 'blue-green', '90', '10'],
		[
			{name: 'wisdom-0', weight: 90},
			{name: 'wisdom-1', weight: 10},
		],
	],
	[
		['--strategy', 'mirror', '--weights', '20'],
		[{name: 'wisdom-0'}, {name: 'wisdom-1', weight: 20}],
	],
	[['--strategy', 'none', '--versions', 'wisdom'], [{name: 'wisdom'}]],
])('%j describes the versions', (argv, versions) => {
	expect(described(...argv).versions).toEqual(versions);
});

test.each([
	[
		['--match', 'traffic'],
		'invalid argument "traffic" for "--match" flag: must be NAME=VALUE for a header, or an HTTPMatchRequest such as {uri: {prefix: /v2}}',
	],
	[['--match', '{uri: '], 'invalid argument "{uri: " for "--match" flag: is no HTTPMatchRequest in YAML or JSON'],
	[
		['--match', 'a=b', '--versions', 'x,y,z'],
		'invalid argument "a=b" for "--match" flag: begin with the candidate that it is for, y: or z:',
	],
	[['--match', 'a=b', '--versions', 'x'], 'invalid argument "a=b" for "--match" flag: there is no candidate'],
	[['--match', 'x:a=b'], 'invalid argument "x:a=b" for "--match" flag: must be NAME=VALUE for a header'],
	[
		['--match', 'y:a=b', '--versions', 'x,y,z'],
		'--match: z has none: say which requests it gets, as in --match z:traffic=z',
	],
	[['--weights', '90,10'], '--weights: the strategy canary has none; use blue-green or mirror'],
	[
		['--weights', '90,x', '--strategy', 'blue-green'],
		'invalid weight "x": must be a whole number from 0 to 2147483647',
	],
	[
		['--weights', '90,-1', '--strategy', 'blue-green'],
		'invalid weight "-1": must be a whole number from 0 to 2147483647',
	],
	[['--weights', '90', '--strategy', 'blue-green'], '--weights: wisdom-0, wisdom-1 have a weight: give 2, not 1'],
	[['--weights', '90,10', '--strategy', 'mirror'], '--weights: wisdom-1 has a weight: give 1, not 2'],
	[['--release', 'x'], '--release goes with a values file, -f'],
])('%j is a wrong command line', (argv, message) => {
	expect(() => described(...argv)).toThrow(UsageError);
	expect(() => described(...argv)).toThrow(message);
});
