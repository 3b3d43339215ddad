import type {AppSpec} from './app-spec.ts';
import type {PathCase} from './path-cases.ts';
import {
	branchHeader,
	entryName,
	explainerName,
	gatewayServiceOf,
	hostsOf,
	modelMesh,
	portOf,
	serviceHost,
} from './reach.ts';
import type {Stretch} from './strategies/turns.ts';

/** Where a version's requests go under a rule, and what is done to them on the way. */
interface VersionDestination {
	/** A Service of the app's namespace, or one of another namespace by its host. */
	readonly place: {readonly service: string} | {readonly host: string};
	readonly port: number;
	/** The Host that the requests get; undefined for the one they have. */
	readonly host: string | undefined;
	/** Headers that the requests get. */
	readonly set: Readonly<Record<string, string>>;
	/** Headers that the requests lose. */
	readonly remove: readonly string[];
	/** The `app-version` of the answers, set once whatever the version itself says; undefined where a second pass sets it. */
	readonly version: string | undefined;
}

/** The destination of the version at an index. */
export function destinationOf(
	app: AppSpec,
	index: number,
	{pass}: Stretch,
	{isRest, isExplain}: PathCase,
): VersionDestination {
	const {namespace, appType} = app;
	const spec = app.versions[index] ?? {name: ''};
	const version = spec.name;
	const service = isExplain ? explainerName(spec) : entryName(spec);
	const gateway = {host: gatewayServiceOf(app) ?? ''};
	const remove = pass === 'second' ? [branchHeader] : [];
	const common = {port: 80, host: undefined, set: {}, remove, version};
	if (pass === 'first') {
		const [host] = hostsOf(app);
		return {...common, place: gateway, host, set: {[branchHeader]: version}, version: undefined};
	}

	switch (appType) {
		case 'kserve-knative':
			return {...common, place: gateway, host: serviceHost(service, namespace)};
		case 'kserve-standard':
			return {...common, place: {service}};
		case 'kserve-modelmesh': {
			const port = isRest ? modelMesh.restPort : modelMesh.grpcPort;
			return {...common, place: {service: modelMesh.name}, port, set: modelMeshHeaders(version, isRest)};
		}
		default:
			return {...common, place: {service: version}, port: portOf(app)};
	}
}

/**
 * ModelMesh finds the model by metadata of gRPC, which goes before the name in the message; its REST proxy makes metadata of
 * headers with a prefix (grpc-gateway, DefaultHeaderMatcher).
 */
function modelMeshHeaders(version: string, isRest: boolean): Readonly<Record<string, string>> {
	return {[isRest ? 'grpc-metadata-mm-vmodel-id' : 'mm-vmodel-id']: version};
}
