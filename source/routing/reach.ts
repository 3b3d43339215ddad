import type {AppSpec, VersionSpec} from './app-spec.ts';

/** Knative's gateway for requests from inside the cluster, which KServe's predictor hosts go through in Knative mode. */
export const localGateway = 'knative-local-gateway.istio-system.svc.cluster.local';

/**
 * Services that serve all namespaces: gateways, by which requests for an app's host come back to its routes, Knative's local one
 * (the second is that of Knative before 0.19, which KServe 0.5 still asked) and Istio's; and ModelMesh in its usual namespace.
 */
export const sharedServices: readonly string[] = [
	localGateway,
	'cluster-local-gateway.istio-system.svc.cluster.local',
	'istio-ingressgateway.istio-system.svc.cluster.local',
	'modelmesh-serving.modelmesh-serving.svc.cluster.local',
];

/**
 * Carries the chosen version from the first pass through a gateway to the second, where it is removed. A client that sends it
 * itself picks a version for itself, if that serves; any other value is as good as none.
 */
export const branchHeader = 'iter8-branch';

/** ModelMesh's Service (chart modelmesh-serving), its port for gRPC and the one of its REST proxy. */
export const modelMesh = {name: 'modelmesh-serving', grpcPort: 8033, restPort: 8008} as const;
/** Istio Gateway of an app on ModelMesh that names no other (Iter8 chart routing-actions, `externalGateway`). */
export const modelMeshGateway = 'mm-gateway';

/** The hosts under which an app is asked for. The first is the one that a first pass through a gateway gives to the second. */
export function hostsOf({name, namespace}: AppSpec): readonly [string, string, string] {
	const host = `${name}.${namespace}`;
	return [host, `${host}.svc`, `${host}.svc.cluster.local`];
}

/** Whether the versions are InferenceServices with predictors of their own, reached under the version's model name. */
export function hasPredictors({appType}: Pick<AppSpec, 'appType'>): boolean {
	return appType === 'kserve-knative' || appType === 'kserve-standard';
}

/** Name of the Service of a version's predictor (KServe 0.11 and later; `constants.PredictorServiceName`). */
function predictorName({name, components}: VersionSpec): string {
	return components?.predictor === undefined ? `${name}-predictor` : `${name}-${components.predictor}-predictor`;
}

/**
 * Name of the Service to which a version's requests go: of its transformer, which asks the predictor itself, else of its predictor.
 */
export function entryName(version: VersionSpec): string {
	return version.components?.transformer ? `${version.name}-transformer` : predictorName(version);
}

/** Name of the Service that explains a version's predictions; where there is no explainer the others answer what they can. */
export function explainerName(version: VersionSpec): string {
	return version.components?.explainer ? `${version.name}-explainer` : entryName(version);
}

/** Names of the Services that KServe makes of a version's components. */
export function componentServices(version: VersionSpec): readonly string[] {
	return [...new Set([predictorName(version), entryName(version), explainerName(version)])];
}

/** Host of a Service, as any namespace may ask for it. */
export function serviceHost(name: string, namespace: string): string {
	return `${name}.${namespace}.svc.cluster.local`;
}

/**
 * Whether a weighted split takes two passes through the gateway. What differs between the versions is set by rules, not by their
 * destinations, so a first pass chooses and a second has a rule for each: the path does under different model names, and in an
 * HTTPRoute, where no backendRef can set a Host portably, Knative's host does.
 */
export function needsTwoPasses(app: AppSpec): boolean {
	if (app.strategy !== 'blue-green' || app.versions.length < 2 || !hasPredictors(app)) return false;
	return app.modelName === undefined || (app.mesh === 'gateway-api' && app.appType === 'kserve-knative');
}

/**
 * The gateways of an app that names none: Knative's of net-istio or net-gateway-api, those in KServe's own configuration
 * (`ingressGateway`, `kserveIngressGateway`), ModelMesh's of Iter8's chart, and for Deployments the sidecars alone, as in Iter8.
 */
function usualGateways({appType, mesh}: Pick<AppSpec, 'appType' | 'mesh'>): readonly string[] {
	if (appType === 'deployment') return ['mesh'];
	if (mesh === 'istio') {
		if (appType === 'kserve-modelmesh') return [modelMeshGateway, 'mesh'];
		const local = appType === 'kserve-knative' ? ['knative-serving/knative-local-gateway'] : [];
		return ['knative-serving/knative-ingress-gateway', ...local, 'mesh'];
	}

	if (appType === 'kserve-modelmesh') return ['mesh'];
	if (appType === 'kserve-standard') return ['kserve/kserve-ingress-gateway'];
	return ['istio-system/knative-gateway', 'istio-system/knative-local-gateway'];
}

/** The gateways of an app, its own or the usual ones. */
export function gatewaysOf(app: AppSpec): readonly string[] {
	return app.gateways ?? usualGateways(app);
}

/**
 * Host of the Service that leads to an app's gateways: Knative's local one, Istio's ingress gateway, or the Service that Istio
 * makes for a Gateway of the Gateway API (`NAME-istio`). Undefined where there are only sidecars.
 */
export function gatewayServiceOf(app: AppSpec): string | undefined {
	if (app.gatewayService !== undefined) return app.gatewayService;
	if (app.appType === 'kserve-knative') return localGateway;
	if (app.mesh === 'istio') return serviceHost('istio-ingressgateway', 'istio-system');
	const first = gatewaysOf(app).find(name => name !== 'mesh');
	if (first === undefined) return undefined;
	const [name = '', namespace = app.namespace] = first.split('/').toReversed();
	return serviceHost(`${name}-istio`, namespace);
}

/** Port of an app's host and of a Deployment's Services. */
export function portOf({port = 80}: Pick<AppSpec, 'port'>): number {
	return port;
}
