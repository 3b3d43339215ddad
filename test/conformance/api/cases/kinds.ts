import {stringAt} from '../../../../source/objects/object.ts';
import {apiCase, type ApiCase} from '../api-case.ts';
import {without} from '../normalise.ts';
import {event} from '../objects.ts';

/** The kinds of the project; a real server has more. */
const plurals: ReadonlySet<string> = new Set([
	'configmaps',
	'services',
	'pods',
	'events',
	'namespaces',
	'leases',
	'deployments',
	'inferenceservices',
	'virtualservices',
	'httproutes',
	'selfsubjectaccessreviews',
]);

const groups: ReadonlySet<string> = new Set([
	'apps',
	'authorization.k8s.io',
	'coordination.k8s.io',
	'gateway.networking.k8s.io',
	'networking.istio.io',
	'serving.kserve.io',
]);

type Fields = Readonly<Record<string, unknown>>;

const review = (resourceAttributes: Fields) => ({
	apiVersion: 'authorization.k8s.io/v1',
	kind: 'SelfSubjectAccessReview',
	spec: {resourceAttributes},
});

export const kindCases: readonly ApiCase[] = [
	apiCase('what the user may do', async api => {
		const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
		await api.post(path, review({namespace: 'default', verb: 'get', resource: 'configmaps'}), {only: allowed});
		const deployments = {verb: 'patch', group: 'apps', resource: 'deployments', name: 'x'};
		await api.post(path, review(deployments), {only: allowed});
		await api.post(path, {apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: {}});
	}),
	apiCase('an event is recorded, and counted up', async api => {
		await api.post('events', event('one', api.namespace, 'note'));
		await api.patch('merge', 'events/one', {count: 2, lastTimestamp: '2024-02-03T04:06:06Z'});
		await api.get('events');
		await api.delete('events/one');
	}),
	apiCase('an event is in the namespace of what it is about', async api => {
		await api.post('events', event('one', 'default', 'note'));
	}),
	apiCase('a table of events', async api => {
		await api.post('events', event('one', api.namespace, 'note'));
		await api.get('events', {as: 'Table', only: withoutLastSeen});
	}),
	apiCase('a server is alive and ready', async api => {
		await api.get('/healthz');
		await api.get('/livez');
		await api.get('/readyz');
	}),
	apiCase('the version of the server', async api => {
		await api.get('/version', {only: body => Object.keys(body as object).filter(key => versionFields.has(key))});
	}),
	apiCase('the core group', async api => {
		await api.get('/api', {only: ({versions}: Fields) => versions} as never);
		await api.get('/api/v1', {only: resourcesOf});
	}),
	apiCase('the groups', async api => {
		await api.get('/apis', {only: groupsOf});
	}),
	...[
		'apps/v1',
		'authorization.k8s.io/v1',
		'coordination.k8s.io/v1',
		'gateway.networking.k8s.io/v1',
		'networking.istio.io/v1beta1',
		'serving.kserve.io/v1beta1',
	].map(group =>
		apiCase(`the resources of ${group}`, async api => {
			await api.get(`/apis/${group}`, {only: resourcesOf});
		}),
	),
	apiCase('one group', async api => {
		await api.get('/apis/serving.kserve.io');
		await api.get('/apis/coordination.k8s.io', {only: body => withoutOtherVersions(body)});
	}),
	apiCase('all resources of the core group at once', async api => {
		await api.get('/api', {as: 'aggregated', only: aggregatedOf});
	}),
	apiCase('all resources of all groups at once', async api => {
		await api.get('/apis', {as: 'aggregated', only: aggregatedOf});
	}),
];

const versionFields: ReadonlySet<string> = new Set(['gitVersion', 'major', 'minor', 'platform']);

function allowed(body: unknown): unknown {
	const {kind, status} = body as {readonly kind: string; readonly status: Fields};
	return {kind, allowed: status['allowed']};
}

/** The time since a case's fixed timestamp. */
function withoutLastSeen(table: unknown): unknown {
	const {columnDefinitions, rows, ...others} = table as Fields & {
		readonly columnDefinitions: readonly unknown[];
		readonly rows: readonly {readonly cells: readonly unknown[]}[];
	};
	return {...others, columnDefinitions, rows: rows.map(({cells}) => ({cells: cells.with(0, 'AGO')}))};
}

function resourcesOf(list: unknown): unknown {
	const {resources, ...others} = list as Fields & {readonly resources: readonly Fields[]};
	const known = resources.filter(({name}) => plurals.has(String(name)) || isStatus(String(name)));
	const read = known.map(resource => without(resource, 'storageVersionHash') as Fields);
	return {...others, resources: read.toSorted((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1))};
}

/** Only of the custom resources: what built-in kinds have is more than anyone here asks for. */
function isStatus(name: string): boolean {
	return ['inferenceservices/status', 'virtualservices/status', 'httproutes/status'].includes(name);
}

function groupsOf(list: unknown): unknown {
	const all = (list as {readonly groups: readonly Fields[]}).groups;
	return all
		.filter(({name}) => groups.has(String(name)))
		.map(({name}) => String(name))
		.toSorted();
}

function withoutOtherVersions(group: unknown): unknown {
	const {versions, ...others} = group as Fields & {readonly versions: readonly Fields[]};
	return {...others, versions: versions.filter(({version}) => version === 'v1')};
}

function aggregatedOf(list: unknown): unknown {
	const {items, ...others} = list as Fields & {readonly items: readonly Fields[]};
	const ours = items.filter(({metadata}) => groups.has(stringAt(metadata, 'name') ?? 'apps'));
	return {...others, resources: ours.flatMap(kindsOf).toSorted()};
}

/** One line a kind, so that a difference is read at once. */
function kindsOf(group: Fields): readonly string[] {
	const {metadata, versions} = group as unknown as {
		readonly metadata: Fields;
		readonly versions: readonly {readonly version: string; readonly resources: readonly Fields[]}[];
	};
	return versions.flatMap(({version, resources}) =>
		resources
			.filter(({resource}) => plurals.has(String(resource)))
			.filter(() => ['v1', 'v1beta1'].includes(version))
			.map(({resource, responseKind, scope, singularResource, verbs, shortNames, categories}) =>
				JSON.stringify({
					resource: `${stringAt(metadata, 'name') ?? ''}/${version}/${String(resource)}`,
					kind: (responseKind as Fields)['kind'],
					scope,
					singularResource,
					verbs,
					shortNames,
					categories,
				}),
			),
	);
}
