import {componentServices} from '../kserve/components.ts';
import {bareHost, completeHost} from '../mesh/host.ts';

/** What tells versions apart: two of an app's may have one name, in different namespaces. */
export interface VersionName {
	readonly namespace: string;
	readonly name: string;
	/** The name that its predictor has of its own, where it has one: its Service is called by it. */
	readonly predictor?: string | undefined;
}

/** Where a route sends requests, as far as it tells a version. */
export interface VersionPlace {
	/** The answer's `app-version`, where the route sets it. */
	readonly version?: string | undefined;
	/** The Host that requests get, where the route sets it. */
	readonly authority?: string | undefined;
	readonly host: string;
}

/** A version as people read it: its name, or NAMESPACE/NAME where another of the app's versions has the same. */
export function versionTitle({namespace, name}: VersionName, versions: readonly VersionName[]): string {
	const isShared = versions.some(other => other.name === name && other.namespace !== namespace);
	return isShared ? `${namespace}/${name}` : name;
}

/**
 * Which of these versions a place of a route is: the one that its `app-version` names, else that of the Host that requests get,
 * else that of the destination. A name that two versions have is told apart by the hosts.
 * @param namespace Of the route: a short host is one of its namespace.
 */
export function versionOf<T extends VersionName>(
	{version, authority, host}: VersionPlace,
	versions: readonly T[],
	namespace: string,
): T | undefined {
	const named = versions.filter(({name}) => name === version);
	if (named.length === 1) return named[0];
	const among = named.length > 0 ? named : versions;
	const hosts = authority === undefined ? [host] : [authority, host];
	return hosts.map(each => versionAtHost(each, among, namespace)).find(found => found !== undefined);
}

/** Which of these versions a host leads to; undefined for none. A host that a longer name explains as well is that one's. */
export function versionAtHost<T extends VersionName>(
	host: string,
	versions: readonly T[],
	namespace: string,
): T | undefined {
	const [name = '', place = '', service] = completeHost(bareHost(host), namespace).split('.');
	// NAME.NAMESPACE and what goes on as a Service are of the cluster; of other domains the namespace may be no part
	const isOfCluster = service === undefined || service === 'svc';
	const byName = versions
		.filter(version => isNameOf(name, version) || isNameOf(name, version, `-${version.namespace}`))
		.toSorted((one, other) => other.name.length - one.name.length);
	const [found] = byName.filter(version => version.namespace === place);
	if (found || isOfCluster) return found;
	const [only, ...others] = byName;
	return others.some(other => other.name === only?.name) ? undefined : only;
}

/**
 * Whether a name is that of a version's Service: of a Deployment's, which has the version's name, or of one of KServe's components.
 * @param end What a domain of Knative may append to it: `-NAMESPACE`.
 */
function isNameOf(name: string, {name: version, predictor}: VersionName, end = ''): boolean {
	const components = (['predictor', 'transformer', 'explainer'] as const).flatMap(each =>
		componentServices(version, each, predictor),
	);
	return [version, ...components].some(service => name === `${service}${end}`);
}

/** Which of these versions a Service is the predictor of, or the whole of: what a transformer asks is counted there, once. */
export function versionOfPredictor(service: string, versions: readonly string[]): string | undefined {
	return versions
		.filter(version => [version, ...componentServices(version, 'predictor')].includes(service))
		.toSorted((one, other) => other.length - one.length)
		.at(0);
}
