import {nameFault} from '../../objects/object-names.ts';
import {largestWeight} from '../../routing/app-spec.ts';
import {modelMesh, serviceHost} from '../../routing/reach.ts';
import type {ChartApp, ChartStrategy, ChartVersion} from '../chart-app.ts';
import {checkVersions} from '../check-versions.ts';
import {clausesOf, type ClausePlace} from '../clauses.ts';
import {knativeGateways} from '../kserve-route.ts';
import {required, Values} from '../values.ts';

/** Environments of the chart `release`, each with its strategies. */
const environments = {
	deployment: ['none'],
	'deployment-gtw': ['none', 'blue-green', 'canary'],
	'deployment-istio': ['none', 'blue-green', 'canary', 'mirror'],
	kserve: ['none', 'blue-green', 'canary'],
	'kserve-0.11': ['none', 'blue-green', 'canary'],
	'kserve-0.10': ['none', 'blue-green', 'canary'],
	'kserve-modelmesh-istio': ['none', 'blue-green', 'canary'],
} as const satisfies Readonly<Record<string, readonly ChartStrategy[]>>;

type Environment = keyof typeof environments;
const environmentNames = Object.keys(environments) as readonly Environment[];

/** Keys by which a values file is known to be for this chart. */
export const releaseKeys: readonly string[] = ['environment', 'application'];

/** What a values file of the chart `release` says. */
export interface Release extends ChartApp {
	readonly environment: Environment;
	readonly versions: readonly ReleaseVersion[];
	/** An Istio Gateway, or for `deployment-gtw` one of the Gateway API, where the values name one. */
	readonly gateway: string | undefined;
	/** What an Istio route is for: the gateway, if any, and the sidecars. */
	readonly gateways: readonly string[];
	/** ModelMesh's Service. */
	readonly service: {readonly host: string; readonly port: number};
	readonly values: Values;
	readonly metadata: Values;
}

export interface ReleaseVersion extends ChartVersion {
	readonly values: Values;
	readonly metadata: Values;
}

const keys = ['environment', 'application', 'gateway', 'istioGateway', 'service', 'iter8Version'];
const metadataKeys = ['name', 'namespace', 'labels', 'annotations'];
/** What a version may leave to the application. */
const commonKeys = ['metadata', 'port', 'modelFormat', 'runtime', 'protocolVersion', 'ports'];
const applicationKeys = [...commonKeys, 'strategy', 'versions'];
const versionKeys = [
	...commonKeys,
	'weight',
	'match',
	'matches',
	'image',
	'storageUri',
	'deploymentSpecification',
	'serviceSpecification',
	'inferenceServiceSpecification',
];

/** Reads the values of the chart `release`. Throws an Error that names the faulty key. */
export function readRelease(
	value: unknown,
	options: {readonly release?: string | undefined; readonly namespace: string},
): Release {
	const values = new Values(value, '', keys);
	const environment = required(
		values.choice('environment', environmentNames),
		'environment',
		`one of ${environmentNames.join(', ')}`,
	);
	required(values.get('application'), 'application');
	const application = values.inner('application', applicationKeys);
	const metadata = application.inner('metadata', metadataKeys);
	const gateway = readGateway(values, environment);
	const place: ClausePlace = {
		name: appName(metadata, options.release),
		namespace: metadata.name('namespace', 'RFC 1123 label') ?? options.namespace,
		mesh: environment === 'deployment-gtw' ? 'gateway-api' : 'istio',
		gateways: gatewaysOf(environment, gateway),
	};
	const strategy = readStrategy(application, environment);
	const versions = application.list('versions').map((version, index) => readVersion(version, index, place, strategy));
	if (versions.length === 0) throw new Error('application.versions is required: at least one version, the primary');
	checkVersions(versions, 'application.versions', strategy === 'blue-green');
	const service = values.inner('service', ['host', 'port']);
	return {
		name: place.name,
		namespace: place.namespace,
		strategy,
		versions,
		environment,
		gateway,
		metadata,
		iter8Version: values.text('iter8Version') ?? 'v1.1',
		isPlaced: true,
		gateways: place.gateways,
		service: {
			host: service.name('host', 'RFC 1123 subdomain') ?? serviceHost(modelMesh.name, 'modelmesh-serving'),
			port: service.port('port') ?? modelMesh.grpcPort,
		},
		values: application,
	};
}

function appName(metadata: Values, release: string | undefined): string {
	const name = metadata.name('name') ?? release;
	const given = required(
		name,
		metadata.pathOf('name'),
		'without it an app is called as the Helm release, --release NAME',
	);
	const fault = nameFault(given, 'RFC 1035 label');
	if (fault === undefined) return given;
	throw new Error(`the release is called "${given}", as no app may be called: it ${fault}`);
}

/** An Istio Gateway is `NAMESPACE/NAME` or `NAME`; an HTTPRoute's parent here is in the app's namespace. */
function readGateway(values: Values, environment: Environment): string | undefined {
	const gateway = values.text('gateway');
	const parts = environment === 'deployment-gtw' ? [gateway ?? ''] : (gateway ?? '').split('/');
	const isName = parts.length <= 2 && parts.every(part => nameFault(part, 'RFC 1123 subdomain') === undefined);
	if (gateway === undefined || isName) return gateway;
	throw new Error(`gateway is ${JSON.stringify(gateway)}, which no gateway can be called`);
}

function gatewaysOf(environment: Environment, gateway: string | undefined): readonly string[] {
	if (environment.startsWith('kserve') && environment !== 'kserve-modelmesh-istio') return knativeGateways;
	return [...(gateway === undefined ? [] : [gateway]), 'mesh'];
}

function readStrategy(application: Values, environment: Environment): ChartStrategy {
	const known: readonly ChartStrategy[] = environments[environment];
	const text = application.text('strategy') ?? 'none';
	const strategy = known.find(each => each === text);
	if (strategy !== undefined) return strategy;
	throw new Error(
		`unknown or invalid application strategy (${text}) for environment (${environment}); there are: ${known.join(', ')}`,
	);
}

function readVersion(value: unknown, index: number, place: ClausePlace, strategy: ChartStrategy): ReleaseVersion {
	const values = new Values(value, `application.versions[${index}]`, versionKeys);
	const metadata = values.inner('metadata', metadataKeys);
	const most = largestWeight(strategy === 'mirror' && index > 0 ? 'mirror' : 'blue-green', place.mesh);
	return {
		name: metadata.name('name') ?? `${place.name}-${index}`,
		namespace: metadata.name('namespace', 'RFC 1123 label') ?? place.namespace,
		weight: values.whole('weight', 0, most),
		clauses: strategy === 'canary' && index > 0 ? clausesOf(values, place) : [],
		values,
		metadata,
	};
}
