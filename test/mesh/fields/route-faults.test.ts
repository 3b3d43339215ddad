import {expect, test} from 'vitest';
import {faultInWords, routeFaults} from '../../../source/mesh/fields/route-faults.ts';
import {routeOf} from '../../../source/mesh/route-of.ts';
import {isFollowed} from '../../../source/mesh/route.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {refusalCases} from '../../conformance/refused/cases.ts';
import {httpRoute, to, virtualService} from '../../conformance/routing/case.ts';
import {httpRouteCases, virtualServiceCases} from '../../conformance/routing/cases.ts';

const words = (object: KubeObject): readonly string[] => routeFaults(object).map(faultInWords);

test('what a real API server took is valid, and followed as far as a gateway was seen to follow it', () => {
	const objects = [...virtualServiceCases, ...httpRouteCases].flatMap(each => each.objects);
	expect(objects.filter(object => words(object).length > 0)).toEqual([]);
	expect(refusalCases.filter(({object}) => words(object).length > 0)).toEqual([]);
	const unfollowed = objects.flatMap(object => {
		const route = routeOf(object);
		return !route || isFollowed(route) ? [] : [object.metadata.name];
	});
	expect(unfollowed).toEqual([]);
});

test.each([
	[{weight: null}, 'spec.http[0].weight', 'which is not known'],
	[
		{route: [{destination: {host: 'a'}, weight: null}]},
		'spec.http[0].route[0].weight',
		'it is null, not a whole number',
	],
	[
		{route: [{destination: {host: 'a'}, weight: '50'}]},
		'spec.http[0].route[0].weight',
		'it is "50", not a whole number',
	],
	[{route: [{destination: {host: 'a'}, weight: 0.5}]}, 'spec.http[0].route[0].weight', 'it is 0.5, not a whole number'],
	[{route: {destination: {host: 'a'}}}, 'spec.http[0].route', 'it is a mapping, not a list'],
	[{route: null}, 'spec.http[0].route', 'it is null, not a list'],
	[{route: [null]}, 'spec.http[0].route[0]', 'it is null, not a mapping'],
	[{match: [{headers: {x: 'test'}}]}, 'spec.http[0].match[0].headers.x', 'it is "test", not a mapping'],
	[{match: [{headers: {x: {exact: 1}}}]}, 'spec.http[0].match[0].headers.x.exact', 'it is 1, not a text'],
	[{match: [{ignoreUriCase: 'yes'}]}, 'spec.http[0].match[0].ignoreUriCase', 'it is "yes", not true or false'],
	[{timeout: '0s'}, 'spec.http[0].timeout', 'it is "0s", not a duration of 1ms or more, such as 1.5s'],
	[{timeout: '5'}, 'spec.http[0].timeout', 'it is "5", not a duration of 1ms or more, such as 1.5s'],
	[
		{retries: {perTryTimeout: '-2s'}},
		'spec.http[0].retries.perTryTimeout',
		'it is "-2s", not a duration of 1ms or more, such as 1.5s',
	],
	[{fault: {abort: {percentage: 100}}}, 'spec.http[0].fault.abort.percentage', 'it is 100, not a mapping'],
	[{headers: {request: {set: {x: null}}}}, 'spec.http[0].headers.request.set.x', 'it is null, not a text'],
])('of a VirtualService is said what is wrong: %j', (rule, path, why) => {
	const [found, ...others] = words(virtualService('x', [{...to('alpha'), ...rule}]));
	expect(others).toEqual([]);
	expect(found).toContain(path);
	expect(found).toContain(why);
});

test('of an HTTPRoute is said what is wrong', () => {
	expect(words(httpRoute('x', [{backendRefs: [{name: 'alpha', port: 80, weight: null}], novelty: 1}]))).toEqual([
		'is not valid: spec.rules[0].backendRefs[0].weight: it is null, not a whole number',
		'has the field spec.rules[0].novelty, which is not known',
	]);
	expect(words({...httpRoute('x', []), extra: 1})).toEqual(['has the field extra, which is not known']);
});
