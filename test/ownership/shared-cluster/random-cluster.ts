import fc from 'fast-check';
import type {KubeObject, ObjectMeta, OwnerReference} from '../../../source/objects/object.ts';
import {inferenceService, routemapConfigMap} from '../../helpers/app-objects.ts';

/** A cluster that other people use, too, and what is done in it. App `a` of namespace `models` is the honest one. */
export interface SharedCluster {
	readonly objects: readonly KubeObject[];
	readonly hasDaemon: boolean;
	readonly steps: readonly Step[];
	/** Which branches of the generator the case has met. */
	readonly branches: readonly string[];
}

/** A verb with its arguments, or something that somebody else does. */
export interface Step {
	readonly verb: 'init' | 'deploy' | 'weights' | 'promote' | 'abort' | 'cleanup' | 'nothing';
	readonly argv: readonly string[];
	/** What others do before: nothing; delete a version or a routemap; turn a version's readiness. */
	readonly before: 'nothing' | 'deletes the candidate' | 'deletes a hostile routemap' | 'breaks the candidate';
}

const names = 'a a-0 a-1 a-routemap a-previous a-previous a-0-weight-config a-1-weight-config b b-0'.split(' ');
const namespaces = ['models', 'models', 'models', 'team-b'];

const shapes: readonly (readonly [string, string, unknown])[] = [
	['serving.kserve.io/v1beta1', 'InferenceService', {predictor: {model: {storageUri: 'gs://foreign'}}}],
	[
		'networking.istio.io/v1beta1',
		'VirtualService',
		{hosts: ['payments.models'], http: [{route: [{destination: {host: 'x'}}]}]},
	],
	[
		'networking.istio.io/v1beta1',
		'VirtualService',
		{hosts: ['a.models'], http: [{route: [{destination: {host: 'x'}}]}]},
	],
	['gateway.networking.k8s.io/v1', 'HTTPRoute', {hostnames: ['payments.models']}],
	['v1', 'Service', {type: 'ExternalName', externalName: 'knative-local-gateway.istio-system.svc.cluster.local'}],
	['v1', 'Service', {type: 'ClusterIP', selector: {app: 'foreign'}}],
	['v1', 'ConfigMap', undefined],
	['apps/v1', 'Deployment', {replicas: 1}],
];

/** Where the app's own objects would be. */
const places = [0, 0, 1, 2, 4, 5, 6, 6, 6].map((shape, index): [(typeof shapes)[number], string] => [
	shapes[shape] ?? ['v1', 'ConfigMap', undefined],
	['a-0', 'a-1', 'a', 'a', 'a', 'a', 'a-previous', 'a-0-weight-config', 'a-1-weight-config'][index] ?? 'a',
]);

const owners: readonly (readonly OwnerReference[] | undefined)[] = [
	undefined,
	undefined,
	[
		{
			apiVersion: 'serving.kserve.io/v1beta1',
			kind: 'InferenceService',
			name: 'a',
			uid: 'uid-elsewhere',
			controller: true,
		},
	],
	[{apiVersion: 'v1', kind: 'ConfigMap', name: 'elsewhere-routemap', uid: 'uid-elsewhere'}],
	[{apiVersion: 'v1', kind: 'ConfigMap', name: 'a-routemap', uid: 'uid-elsewhere'}],
];

/** Something that somebody else made, with a name of ours as like as not. */
const foreign: fc.Arbitrary<KubeObject> = fc
	.record({
		place: fc.oneof(fc.constantFrom(...places), fc.tuple(fc.constantFrom(...shapes), fc.constantFrom(...names))),
		namespace: fc.constantFrom(...namespaces),
		owner: fc.constantFrom(...owners),
		isWatched: fc.boolean(),
		app: fc.constantFrom(undefined, 'a', 'b'),
		by: fc.constantFrom(undefined, 'Helm', 'argo', 'iter8-lookalike'),
		manager: fc.constantFrom(undefined, 'kubectl', 'helm'),
		finalizers: fc.constantFrom(undefined, ['theirs']),
	})
	.map(({place: [[apiVersion, kind, spec], name], namespace, owner, isWatched, app, by, manager, finalizers}) => {
		const labels = {
			...(isWatched && {'iter8.tools/watch': 'true'}),
			...(app !== undefined && {'app.kubernetes.io/name': app}),
			...(by !== undefined && {'app.kubernetes.io/managed-by': by}),
		};
		const metadata: ObjectMeta = {
			name,
			namespace,
			labels,
			...(owner && {ownerReferences: owner}),
			...(finalizers && {finalizers}),
			...(manager !== undefined && {managedFields: [{manager, operation: 'Update', fieldsV1: {'f:spec': {}}}]}),
		};
		if (kind === 'ConfigMap') return {apiVersion, kind, metadata, data: {previous: forgedRecord}};
		const status = kind === 'InferenceService' ? {conditions: [{type: 'Ready', status: 'True'}]} : undefined;
		return {apiVersion, kind, metadata, spec, ...(status && {status})};
	});

/** What somebody who may only write ConfigMaps would have abort restore. */
const forgedRecord = JSON.stringify({
	candidateUid: 'uid-of-a-1',
	spec: {predictor: {containers: [{image: 'intruder'}]}},
	version: 'v9',
	statusBefore: {},
});

/** What a hostile template may render. */
const rendered: fc.Arbitrary<{readonly gvrShort: string; readonly object: KubeObject}> = fc
	.record({
		shape: fc.constantFrom(...shapes),
		name: fc.constantFrom(...names),
		namespace: fc.constantFrom(undefined, 'models', 'team-b'),
		host: fc.constantFrom(
			'a.models',
			'payments.models',
			'shop.team-b',
			'*',
			'a-0-predictor.models',
			'new.models',
			'new.models',
		),
		more: fc.constantFrom<object>(
			{},
			{finalizers: ['mine']},
			{labels: {'iter8.tools/kind': 'routemap'}},
			{annotations: {'iter8.tools/weight': '3'}},
			{ownerReferences: [{apiVersion: 'v1', kind: 'Secret', name: 'x', uid: 'x'}]},
		),
	})
	.map(({shape: [apiVersion, kind, spec], name, namespace, host, more}) => {
		const metadata = {name, ...(namespace !== undefined && {namespace}), ...more} as ObjectMeta;
		const own = kind === 'VirtualService' ? {hosts: [host]} : kind === 'HTTPRoute' ? {hostnames: [host]} : {};
		const fields = spec === undefined ? {data: {}} : {spec: {...(spec as object), ...own}};
		return {gvrShort: shortNames[kind] ?? 'cm', object: {apiVersion, kind, metadata, ...fields}};
	});

const shortNames: Readonly<Record<string, string>> = {
	InferenceService: 'isvc',
	VirtualService: 'vs',
	HTTPRoute: 'httproute',
	Service: 'svc',
	ConfigMap: 'cm',
	Deployment: 'deploy',
};

/** What a hostile routemap names: a version of the app, a watched model of another namespace, or anything. */
const reference = fc.oneof(
	fc.constantFrom(
		{gvrShort: 'isvc', name: 'a-0', namespace: 'models'},
		{gvrShort: 'isvc', name: 'a-1', namespace: 'models'},
		{gvrShort: 'isvc', name: 'b-0', namespace: 'team-b'},
	),
	fc.record({
		gvrShort: fc.constantFrom('isvc', 'deploy', 'svc', 'cm', 'nonsense'),
		name: fc.constantFrom(...names),
		namespace: fc.constantFrom('models', 'team-b'),
	}),
);

/** A routemap that somebody wrote who may write ConfigMaps only. */
const hostile: fc.Arbitrary<KubeObject> = fc
	.record({
		name: fc.constantFrom('greedy', 'b-routemap', 'b', 'payments'),
		namespace: fc.constantFrom('models', 'team-b'),
		references: fc.array(reference, {minLength: 1, maxLength: 3}),
		templates: fc.array(rendered, {maxLength: 2}),
		isBroken: fc.constantFrom(false, false, true),
	})
	.map(({name, namespace, references, templates, isBroken}) => {
		const routingTemplates: Record<string, unknown> = Object.fromEntries(
			templates.map(({gvrShort, object}, index) => [`t${index}`, {gvrShort, template: JSON.stringify(object)}]),
		);
		if (isBroken) routingTemplates['broken'] = {gvrShort: 'vs', template: '{{ .NoSuchField }}'};
		const versions = references.map(reference => ({resources: [reference]}));
		return routemapConfigMap(name, JSON.stringify({versions, routingTemplates}), {
			namespace,
			uid: `uid-of-${name}-${namespace}`,
		});
	});

/** Some more often, since they are done only where much else holds. */
const turns = 'init deploy deploy weights weights promote promote promote abort abort cleanup nothing'.split(
	' ',
) as Step['verb'][];

const steps: fc.Arbitrary<Step> = fc
	.record({
		verb: fc.constantFrom<Step['verb'][]>(...turns),
		isAll: fc.boolean(),
		strategy: fc.constantFrom('canary', 'blue-green'),
		before: fc.constantFrom(
			'nothing',
			'nothing',
			'deletes the candidate',
			'deletes a hostile routemap',
			'breaks the candidate',
		),
	})
	.map(({verb, isAll, strategy, before}) => ({verb, before, argv: argvOf(verb, isAll, strategy)}));

function argvOf(verb: Step['verb'], isAll: boolean, strategy: string): readonly string[] {
	switch (verb) {
		case 'init':
			return ['a', '--app-type', 'kserve-knative', '--mesh', 'istio', '--strategy', strategy, '--timeout', '60ms'];
		case 'deploy':
			return ['a', '--storage-uri', 'gs://models/two', '--version', 'v1', '--timeout', '60ms'];
		case 'weights':
			return ['a', '70', '30', '--timeout', '60ms'];
		case 'promote':
			return ['a', '--yes', '--skip-test', '--drain', '0s', '--timeout', '60ms'];
		case 'abort':
			return ['a', '--yes', '--drain', '0s', '--timeout', '60ms'];
		case 'cleanup':
			return ['a', '--yes', '--drain', '0s', '--timeout', '60ms', ...(isAll ? ['--all'] : [])];
		default:
			return [];
	}
}

/** What KServe serves, unless the place says `broken`. */
export function specOf(storageUri: string): unknown {
	return {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri}}};
}

/** A version of app `a`, as an operator applies it. */
function version(name: string, isReady: boolean, uid: string): KubeObject {
	const labels = {'app.kubernetes.io/name': 'a', 'app.kubernetes.io/version': 'v0', 'iter8.tools/watch': 'true'};
	const object = inferenceService(name, {conditions: []}, {labels, uid, generation: 1});
	return {...object, spec: specOf(`gs://models/${isReady ? name : 'broken'}`)};
}

export const sharedClusters: fc.Arbitrary<SharedCluster> = fc
	.record({
		primary: fc.constantFrom('none', 'ready', 'ready', 'ready', 'broken'),
		candidate: fc.constantFrom('none', 'ready', 'ready', 'ready', 'ready', 'broken'),
		routedAs: fc.constantFrom(undefined, 'canary', 'blue-green', 'blue-green'),
		foreigners: fc.array(foreign, {maxLength: 5}),
		hostiles: fc.array(hostile, {maxLength: 2}),
		hasVictim: fc.boolean(),
		hasDaemon: fc.constantFrom(true, true, false),
		steps: fc.array(steps, {minLength: 1, maxLength: 3}),
	})
	.map(({primary, candidate, routedAs, foreigners, hostiles, hasVictim, hasDaemon, steps: all}) => {
		const own = [
			...(primary === 'none' ? [] : [version('a-0', primary === 'ready', 'uid-of-a-0')]),
			...(candidate === 'none' ? [] : [version('a-1', candidate === 'ready', 'uid-of-a-1')]),
		];
		const objects = new Map<string, KubeObject>();
		// Of two objects of one name and kind there is only one in a cluster: the app's own come first.
		const victims = hasVictim ? [inferenceService('b-0', undefined, {namespace: 'team-b'})] : [];
		for (const object of [...own, ...victims, ...hostiles, ...foreigners]) {
			const key = `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`;
			if (!objects.has(key)) objects.set(key, object);
		}

		const first: readonly Step[] =
			routedAs === undefined ? [] : [{verb: 'init', argv: argvOf('init', false, routedAs), before: 'nothing'}];
		const present = [...objects.values()];
		return {objects: present, hasDaemon, steps: [...first, ...all], branches: branchesOf(present, hasDaemon, all)};
	});

/** What `npm run long` and the test count, so that no branch goes untried. */
export function branchesOf(
	objects: readonly KubeObject[],
	hasDaemon: boolean,
	all: readonly Step[],
): readonly string[] {
	const specs = objects.map(({data}) => (data as {strSpec?: string} | undefined)?.strSpec ?? '');
	const has = (test: (object: KubeObject) => boolean): boolean => objects.some(test);
	const foreigners = objects.filter(({metadata}) => metadata.uid === undefined);
	const collides = new Set(['a', 'a-0', 'a-1']);
	const met: Readonly<Record<string, boolean>> = {
		'foreign owner': has(({metadata}) => (metadata.ownerReferences ?? []).some(({kind}) => kind !== 'ConfigMap')),
		'owner of a routemap that is gone': has(({metadata}) =>
			(metadata.ownerReferences ?? []).some(({kind}) => kind === 'ConfigMap'),
		),
		'colliding name': foreigners.some(({metadata}) => collides.has(metadata.name)),
		'foreign record of a promotion': foreigners.some(
			({kind, metadata}) => kind === 'ConfigMap' && metadata.name === 'a-previous',
		),
		'foreign weight': foreigners.some(
			({kind, metadata}) => kind === 'ConfigMap' && metadata.name.endsWith('-weight-config'),
		),
		'other namespace': specs.some(text => text.includes('team-b')),
		'foreign label': foreigners.some(({metadata}) => metadata.labels?.['app.kubernetes.io/name'] === 'b'),
		'foreign manager': foreigners.some(({metadata}) => metadata.managedFields !== undefined),
		'finalizer of others': foreigners.some(({metadata}) => metadata.finalizers !== undefined),
		'watched but foreign': foreigners.some(({metadata}) => metadata.labels?.['iter8.tools/watch'] === 'true'),
		'hostile routemap': specs.some(text => text !== ''),
		'two hostile routemaps': specs.filter(text => text !== '').length > 1,
		'template that fails': specs.some(text => text.includes('NoSuchField')),
		'template of an InferenceService': specs.some(text => text.includes('"isvc","template"')),
		'template of a route': specs.some(text => text.includes('"vs","template"')),
		'template with a label of ours': specs.some(text => text.includes('iter8.tools/kind')),
		'host of another namespace': specs.some(text => text.includes('shop.team-b')),
		'every host': specs.some(text => text.includes('"*') || text.includes(String.raw`\"*`)),
		'no daemon': !hasDaemon,
		...Object.fromEntries(changing.map(verb => [verb, all.some(step => step.verb === verb)])),
		'cleanup --all': all.some(({argv}) => argv.includes('--all')),
		'deleted meanwhile': all.some(({before}) => before.startsWith('deletes')),
		'broken meanwhile': all.some(({before}) => before === 'breaks the candidate'),
	};
	return Object.keys(met).filter(name => met[name] === true);
}

const changing = ['init', 'deploy', 'weights', 'promote', 'abort', 'cleanup'] as const;

/** All that a case may meet; `VERB done` is counted where it is played. */
export const allBranches: readonly string[] = [
	'foreign owner',
	'owner of a routemap that is gone',
	'colliding name',
	'foreign record of a promotion',
	'foreign weight',
	'other namespace',
	'foreign label',
	'foreign manager',
	'finalizer of others',
	'watched but foreign',
	'hostile routemap',
	'two hostile routemaps',
	'template that fails',
	'template of an InferenceService',
	'template of a route',
	'template with a label of ours',
	'host of another namespace',
	'every host',
	'no daemon',
	'cleanup --all',
	'deleted meanwhile',
	'broken meanwhile',
	...changing.flatMap(verb => [verb, `${verb} done`]),
];
