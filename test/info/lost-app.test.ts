import {expect, test} from 'vitest';
import {lostApp, strayApps, type Remains} from '../../source/info/lost-app.ts';
import {commandText} from '../../source/info/states/state.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import type {AppSpec} from '../../source/routing/app-spec.ts';
import {routingObjects} from '../../source/routing/routing-objects.ts';
import {model, object, wisdom} from '../check/healthy.ts';

const types = (): typeof defaultResourceTypes => defaultResourceTypes;

/** A model that says whose version it is. */
function versionOf(app: string, name: string, metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
	const made = model(name);
	const labels = {...made.metadata.labels, 'app.kubernetes.io/name': app, ...metadata.labels};
	return {...made, metadata: {...made.metadata, ...metadata, labels}};
}

function strayNames(models: readonly KubeObject[], routemaps: readonly KubeObject[] = []): readonly string[] {
	return strayApps(models, routemaps, types).map(
		({namespace, name, models}) => `${namespace}/${name}: ${models.map(({metadata}) => metadata.name).join(', ')}`,
	);
}

test('models with the watch label are of a stray app while no routemap names them', () => {
	const models = [versionOf('wisdom', 'wisdom-0'), versionOf('wisdom', 'wisdom-1'), model('owl-0')];
	expect(strayNames(models)).toEqual(['models/wisdom: wisdom-0, wisdom-1', 'models/owl: owl-0']);
	expect(strayNames(models, [routingObjects(wisdom).routemap])).toEqual(['models/owl: owl-0']);
});

test("a routemap of Iter8's users may call the app otherwise than its models do", () => {
	const other: AppSpec = {...wisdom, name: 'anything'};
	expect(strayNames([versionOf('wisdom', 'wisdom-0')], [routingObjects(other).routemap])).toEqual([]);
});

test('no stray is a model without the watch label, one that leaves, one that others may name, one whose app has a routemap', () => {
	const unreadable = object('ConfigMap', 'models/owl-routemap', {data: {strSpec: 'versions: ['}});
	const models = [
		versionOf('wisdom', 'a', {labels: {'iter8.tools/watch': 'false'}}),
		versionOf('wisdom', 'b', {deletionTimestamp: '2026-01-01T11:00:00Z'}),
		versionOf('wisdom', 'c', {annotations: {'iter8.tools/routemap-namespaces': 'shop'}}),
		versionOf('owl', 'owl-0'),
	];
	expect(strayNames(models, [unreadable])).toEqual([]);
});

const nothing: Remains = {hasRoutemap: false, service: undefined, kept: [], watched: []};
const ours = {'app.kubernetes.io/managed-by': 'iter8', 'app.kubernetes.io/name': 'bg'};
const service: KubeObject = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'bg', labels: ours}};
const record = object('ConfigMap', 'models/bg-rollout');
const weightOf = (version: string, weight?: string): KubeObject => ({
	...object('ConfigMap', `models/${version}-weight-config`),
	metadata: {
		name: `${version}-weight-config`,
		...(weight !== undefined && {annotations: {'iter8.tools/weight': weight}}),
	},
});

test.each<readonly [string, readonly KubeObject[], Partial<Remains>, string | undefined]>([
	['models before init, or after a cleanup', [versionOf('bg', 'bg-0')], {}, undefined],
	['a cleanup that was stopped', [versionOf('bg', 'bg-0')], {hasRoutemap: true, service, kept: [record]}, undefined],
	['the Service that init makes', [versionOf('bg', 'bg-0')], {service}, 'init bg'],
	[
		"that of Iter8's chart",
		[versionOf('bg', 'bg-0')],
		{service: {...service, metadata: {name: 'bg'}, spec: {type: 'ExternalName'}}},
		'init bg',
	],
	[
		"somebody else's Service",
		[versionOf('bg', 'bg-0')],
		{service: {...service, metadata: {name: 'bg'}, spec: {selector: {app: 'bg'}}}},
		undefined,
	],
	['a Service beside a model that names no app', [model('bg-0')], {service}, undefined],
	['a record', [model('bg-0')], {kept: [record]}, 'init bg'],
	[
		'weights of all versions that nobody has set: the routemap alone knew them',
		[versionOf('bg', 'bg-0')],
		{service, watched: [weightOf('bg-0'), weightOf('bg-1')]},
		'init bg --strategy blue-green --weights N,N',
	],
	[
		'weights of all versions, which init leaves as they are',
		[versionOf('bg', 'bg-0')],
		{service, watched: [weightOf('bg-0', '90'), weightOf('bg-1', '10'), weightOf('other-0')]},
		'init bg --strategy blue-green',
	],
	[
		'a weight of the candidate alone',
		[versionOf('bg', 'bg-0')],
		{service, watched: [weightOf('bg-1')]},
		'init bg --strategy mirror',
	],
	[
		'versions of other names, the oldest first',
		[
			versionOf('bg', 'alpha', {creationTimestamp: '2026-01-01T11:00:00Z'}),
			versionOf('bg', 'beta', {creationTimestamp: '2026-01-01T10:00:00Z'}),
		],
		{kept: [record]},
		'init bg --versions beta,alpha',
	],
	['one version of another name', [versionOf('bg', 'alpha')], {kept: [record]}, 'init bg --versions alpha,alpha-next'],
])('how an app without a routemap is set up again: %s', (_, models, remains, command) => {
	const [stray] = strayApps(models, [], types);
	const lost = stray && lostApp(stray, {...nothing, ...remains});
	const advised = lost?.advised.map(each => commandText(each.command));
	expect(advised).toEqual(command === undefined ? undefined : [`kubectl iter8 ${command} -n models`]);
});
