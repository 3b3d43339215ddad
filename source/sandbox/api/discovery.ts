import type {Answer} from './answer.ts';
import {groupVersion, type Kind} from './kind.ts';
import {groups, kindsOf} from './kinds.ts';
import {reviewGroups, reviewsOf} from './reviews.ts';

/** One resource, or one that belongs to another, as discovery tells of it. */
interface ApiResource {
	/** `pods`, or `pods/portforward`. */
	readonly name: string;
	readonly singularName: string;
	readonly namespaced: boolean;
	readonly kind: string;
	readonly verbs: readonly string[];
	readonly shortNames?: readonly string[];
	readonly categories?: readonly string[];
}

const versionsOf: ReadonlyMap<string, readonly string[]> = new Map([...groups, ...reviewGroups]);
const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** What a client learns of the API ("The Kubernetes API", discovery); undefined for a path that tells nothing. */
export function discover(path: string, accept: string, host: string): Answer | undefined {
	const [root, first, second, ...more] = path.replace(/\/$/, '').split('/').slice(1);
	if (more.length > 0) return undefined;
	const isAggregated = accept.includes('g=apidiscovery.k8s.io') && accept.includes('v=v2;');
	if (root === 'api') {
		if (first === 'v1' && second === undefined) return resourceList('', 'v1');
		if (first !== undefined) return undefined;
		if (isAggregated) return aggregated([['', ['v1']]]);
		const serverAddressByClientCIDRs = [{clientCIDR: '0.0.0.0/0', serverAddress: host}];
		return {code: 200, value: {kind: 'APIVersions', apiVersion: 'v1', versions: ['v1'], serverAddressByClientCIDRs}};
	}

	if (root !== 'apis') return undefined;
	if (first === undefined) {
		if (isAggregated) return aggregated([...versionsOf]);
		const list = [...versionsOf.keys()].map(group => ({...apiGroup(group)}));
		return {code: 200, value: {kind: 'APIGroupList', apiVersion: 'v1', groups: list}};
	}

	if (!versionsOf.has(first)) return undefined;
	if (second === undefined) return {code: 200, value: {kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(first)}};
	return versionsOf.get(first)?.includes(second) ? resourceList(first, second) : undefined;
}

/** All groups with a name and their versions, those of reviews included. */
export function servedGroups(): ReadonlyMap<string, readonly string[]> {
	return versionsOf;
}

function apiGroup(name: string): Readonly<Record<string, unknown>> {
	const versions = (versionsOf.get(name) ?? []).map(version => ({groupVersion: `${name}/${version}`, version}));
	return {name, versions, preferredVersion: versions[0]};
}

function resourceList(group: string, version: string): Answer {
	const value = {
		kind: 'APIResourceList',
		...(group === '' ? {} : {apiVersion: 'v1'}),
		groupVersion: groupVersion(group, version),
		resources: resourcesOf(group, version),
	};
	return {code: 200, value};
}

function resourcesOf(group: string, version: string): readonly ApiResource[] {
	return [...kindsOf(group, version).flatMap(resources), ...reviewsOf(group)];
}

const builtInVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

function resources(kind: Kind): readonly ApiResource[] {
	const {plural, singular, namespaced, shortNames, categories} = kind;
	const verbs = kind.isCustom ? customVerbs : builtInVerbs;
	const below = {...(kind.hasStatus ? {status: ['get', 'patch', 'update']} : {}), ...kind.subresources};
	return [
		{
			name: plural,
			singularName: singular,
			namespaced,
			kind: kind.kind,
			verbs: plural === 'namespaces' ? verbs.filter(verb => verb !== 'deletecollection') : verbs,
			...(shortNames.length > 0 ? {shortNames} : {}),
			...(categories.length > 0 ? {categories} : {}),
		},
		...Object.entries(below).map(([name, its]) => ({
			name: `${plural}/${name}`,
			singularName: '',
			namespaced,
			kind: name === 'portforward' ? 'PodPortForwardOptions' : kind.kind,
			verbs: its,
		})),
	];
}

/** Everything of some groups in one document, which kubectl asks for ("The Kubernetes API", aggregated discovery). */
function aggregated(some: readonly (readonly [group: string, versions: readonly string[]])[]): Answer {
	const items = some.map(([group, versions]) => ({
		metadata: group === '' ? {} : {name: group},
		versions: versions.map(version => ({
			version,
			resources: nested(resourcesOf(group, version), group, version),
			freshness: 'Current',
		})),
	}));
	const value = {kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items};
	return {code: 200, value, contentType: aggregatedType};
}

function nested(all: readonly ApiResource[], group: string, version: string): readonly unknown[] {
	return all
		.filter(({name}) => !name.includes('/'))
		.map(({name, singularName, namespaced, kind, verbs, shortNames, categories}) => ({
			resource: name,
			responseKind: {group, version, kind},
			scope: namespaced ? 'Namespaced' : 'Cluster',
			singularResource: singularName,
			verbs,
			...(shortNames && {shortNames}),
			...(categories && {categories}),
			subresources: all
				.filter(other => other.name.startsWith(`${name}/`))
				.map(other => ({
					subresource: other.name.slice(name.length + 1),
					responseKind: {group, version, kind: other.kind},
					verbs: other.verbs,
				})),
		}));
}
