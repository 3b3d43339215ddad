import type {KubeObject} from '../../objects/object.ts';
import {largestWeight} from '../../routing/app-spec.ts';
import {modelMesh, modelMeshGateway} from '../../routing/reach.ts';
import type {ChartApp, ChartVersion} from '../chart-app.ts';
import {checkVersions} from '../check-versions.ts';
import {clausesOf, type ClausePlace} from '../clauses.ts';
import {knativeGateways} from '../kserve-route.ts';
import {weightConfig} from '../routemap.ts';
import {required, Values} from '../values.ts';
import {routedDeployment} from './deployment.ts';
import {routedKServe} from './kserve.ts';
import {routedModelMesh} from './modelmesh.ts';

/** App types of the chart `routing-actions`. */
const routedAppTypes = ['deployment', 'kserve', 'kserve-0.11', 'kserve-0.10', 'kserve-modelmesh'] as const;
export type RoutedAppType = (typeof routedAppTypes)[number];

const routedStrategies = ['canary', 'blue-green'] as const;
type RoutedStrategy = (typeof routedStrategies)[number];

const routingActionNames = ['initialize', 'modify-weights'] as const;
type RoutingAction = (typeof routingActionNames)[number];

interface RoutedVersion {
	/** @default NAME-0, NAME-1, … */
	readonly name?: string | undefined;
	/** @default the release's namespace */
	readonly namespace?: string | undefined;
	/** @default 50 */
	readonly weight?: number | undefined;
	/** Clauses (Istio HTTPMatchRequest) of a canary's candidate. @default header `traffic` is exactly `test` */
	readonly match?: readonly unknown[] | undefined;
}

/** Values of Iter8's chart `routing-actions` (v0.16). */
interface RoutingValues {
	readonly appType: RoutedAppType;
	readonly appName: string;
	readonly action: RoutingAction;
	readonly strategy: RoutedStrategy;
	/** The primary first. @default NAME-0 and NAME-1 */
	readonly appVersions?: readonly RoutedVersion[] | undefined;
	/** Port of a Deployment's Services. */
	readonly appPort?: number | undefined;
	/** Istio Gateway of the app types `deployment` and `kserve-modelmesh`. @default 'mm-gateway' */
	readonly externalGateway?: string | undefined;
	/** @default 'modelmesh-serving' */
	readonly modelmeshServingService?: string | undefined;
	/** @default 8033 */
	readonly modelmeshServingPort?: number | undefined;
	/** Label of the routemap. @default 'v0.16' */
	readonly iter8Version?: string | undefined;
}

/** Keys by which a values file is known to be for this chart. */
export const routingActionsKeys: readonly string[] = ['appType', 'appName', 'action', 'strategy', 'appVersions'];

// mirrorPercentage is named in the chart's values.yaml, for a strategy that it does not have.
const keys = [
	...routingActionsKeys,
	'appPort',
	'externalGateway',
	'modelmeshServingService',
	'modelmeshServingPort',
	'iter8Version',
	'mirrorPercentage',
];

/**
 * The objects that Iter8's chart `routing-actions` makes of values, in an order in which they can be created: what the route
 * needs, the first route as long as the primary is alone, the routemap. As from the chart they name no namespace, unless it is
 * another than the release's. Throws an Error that names the faulty key.
 */
export function routingActions(
	values: RoutingValues | Readonly<Record<string, unknown>>,
	{namespace}: {readonly namespace: string},
): readonly KubeObject[] {
	const read = new Values(values, '', keys);
	const action = required(read.choice('action', routingActionNames), 'action', routingActionNames.join(' or '));
	const appType = required(read.choice('appType', routedAppTypes), 'appType', `one of ${routedAppTypes.join(', ')}`);
	const gateway = read.name('externalGateway', 'RFC 1123 subdomain') ?? modelMeshGateway;
	const gateways = appType.startsWith('kserve') && appType !== 'kserve-modelmesh' ? knativeGateways : [gateway, 'mesh'];
	const app = readApp(read, namespace, gateways);
	if (action === 'modify-weights') return modifiedWeights(app, read.list('appVersions').length > 0);
	switch (appType) {
		case 'deployment':
			return routedDeployment(app, gateway, read.port('appPort'));
		case 'kserve-modelmesh':
			return routedModelMesh(app, gateway, {
				service: read.name('modelmeshServingService') ?? modelMesh.name,
				port: read.port('modelmeshServingPort') ?? modelMesh.grpcPort,
			});
		default:
			return routedKServe(app, appType === 'kserve-0.10' ? 'predictor-default' : 'predictor');
	}
}

function readApp(values: Values, namespace: string, gateways: readonly string[]): ChartApp {
	const strategy = required(values.choice('strategy', routedStrategies), 'strategy', routedStrategies.join(' or '));
	const name = required(values.name('appName'), 'appName');
	const given = values.list('appVersions');
	const versions = (given.length === 0 ? [{}, {}] : given).map((version, index) =>
		readVersion(version, index, {name, namespace, mesh: 'istio', gateways}, strategy),
	);
	checkVersions(versions, 'appVersions', strategy === 'blue-green');
	const iter8Version = values.text('iter8Version') ?? 'v0.16';
	return {name, namespace, strategy, versions, iter8Version, isPlaced: false};
}

function readVersion(value: unknown, index: number, place: ClausePlace, strategy: RoutedStrategy): ChartVersion {
	const version = new Values(value, `appVersions[${index}]`, ['name', 'namespace', 'weight', 'match']);
	return {
		name: version.name('name') ?? `${place.name}-${index}`,
		namespace: version.name('namespace', 'RFC 1123 label') ?? place.namespace,
		weight: version.whole('weight', 0, largestWeight('blue-green', 'istio')),
		clauses: strategy === 'canary' && index > 0 ? clausesOf(version, place) : [],
	};
}

/** The ConfigMaps that override weights; a version whose weight is not given loses its override. */
function modifiedWeights(app: ChartApp, areGiven: boolean): readonly KubeObject[] {
	if (app.strategy === 'canary') throw new Error('the strategy canary has no weights to modify');
	if (!areGiven) throw new Error('appVersions is required: modify-weights needs the weight of each version');
	return app.versions.map(version => weightConfig(app, version, version.weight));
}
