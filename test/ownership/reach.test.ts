import {expect, test} from 'vitest';
import type {ObjectMeta} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {beyondReach, lookupWithin, mayName, ownReach} from '../../source/ownership/reach.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';

const consent = (namespaces: string): Partial<ObjectMeta> => ({
	annotations: {'iter8.tools/routemap-namespaces': namespaces},
});

test.each<readonly [string, string, Partial<ObjectMeta>, boolean]>([
	['its own namespace', 'models', {}, true],
	['another', 'team-a', {}, false],
	['another that the object names', 'team-a', consent('team-b, team-a'), true],
	['another that is only part of what it names', 'team', consent('team-a'), false],
	['another, though the object says *', 'team-a', consent('*'), false],
	['no namespace', '', consent(','), false],
])('an object may be named by the routemaps of %s', (_, namespace, metadata, expected) => {
	const object = inferenceService('wisdom-0', undefined, metadata);
	expect(mayName(namespace, object, ownReach)).toBe(expected);
	expect(mayName(namespace, object, {...ownReach, namespaces: ['models']})).toBe(true);
});

const spec = `versions: [{resources: [{gvrShort: isvc, name: wisdom-0}, {gvrShort: isvc, name: victim, namespace: team-b}]}]`;

test('what a routemap may not name it cannot tell from what does not exist, and is told how to be let', () => {
	const routemap = parseRoutemap(routemapConfigMap('wisdom-routemap', spec));
	const victim = inferenceService('victim', undefined, {namespace: 'team-b'});
	const fault =
		'versions[0].resources[1] is isvc victim of namespace team-b, and a routemap reaches its own namespace models only: let its owner annotate it with iter8.tools/routemap-namespaces: models, or start the daemon with --allow-namespaces team-b';
	for (const object of [victim, undefined]) {
		expect(
			lookupWithin(() => object, 'models', ownReach)(
				{group: '', version: 'v1', plural: 'x', kind: 'X'},
				'team-b',
				'victim',
			),
		).toBeUndefined();
		expect(beyondReach(routemap, () => object, defaultResourceTypes, ownReach)).toEqual([fault]);
	}

	const allowed = {...ownReach, namespaces: ['team-b']};
	expect(beyondReach(routemap, () => victim, defaultResourceTypes, allowed)).toEqual([]);
	const consenting = inferenceService('victim', undefined, {namespace: 'team-b', ...consent('models')});
	expect(beyondReach(routemap, () => consenting, defaultResourceTypes, ownReach)).toEqual([]);
});
