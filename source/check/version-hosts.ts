import {versionAtHost, versionOf} from '../info/version-host.ts';
import {versionObject} from '../info/version-object.ts';
import {
	componentsBeside,
	componentServices,
	componentsOf,
	hasRevisions,
	ownPredictorName,
} from '../kserve/components.ts';
import {deploymentMode} from '../kserve/deployment-mode.ts';
import {bareHost, completeHost} from '../mesh/host.ts';
import {routeOf} from '../mesh/route-of.ts';
import type {Destination, Rule} from '../mesh/route.ts';
import {fieldAt, stringAt, titleOf, type KubeObject} from '../objects/object.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';
import {missingPort, missingService} from './missing-service.ts';

/** Places that routes send requests to and where nobody is: Services or ports that do not exist, hosts that are not a predictor's. */
export function versionHosts(input: CheckInput): readonly Finding[] {
	return input.apps.flatMap(app => {
		const findings = app.routes.flatMap(route => {
			const {rules, hosts} = routeOf(route) ?? {rules: [], hosts: []};
			const claimed = hosts.map(host => completeHost(host, app.info.namespace));
			const places = rules.flatMap(rule => [
				...rule.destinations.flatMap(destination => ofDestination(input, app, route, {rule, destination, claimed})),
				...(rule.mirrors ?? []).flatMap(mirror => [
					...missingService(input, app, route, mirror.host),
					...missingPort(input, app, route, mirror),
				]),
			]);
			return places;
		});
		return [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()];
	});
}

/** Where a rule sends requests, and the hosts whose requests its route takes. */
interface Place {
	readonly rule: Rule;
	readonly destination: Destination;
	readonly claimed: readonly string[];
}

function ofDestination(
	input: CheckInput,
	app: CheckedApp,
	route: KubeObject,
	{rule, destination, claimed}: Place,
): readonly Finding[] {
	const missing = [
		...missingService(input, app, route, destination.host),
		...missingPort(input, app, route, destination),
	];
	const {version: named, host, headers} = destination;
	const authority = rule.rewrite?.authority ?? rule.headers?.authority ?? headers?.authority;
	const place = {version: named, authority, host};
	const version = versionOf(place, app.info.versions, app.info.namespace);
	const model = version && versionObject(input.snapshot, version);
	if (model?.kind !== 'InferenceService') return missing;
	const mode = deploymentMode(model);
	const isKnative = host.startsWith('knative-local-gateway.') && authority !== undefined;
	if (isKnative && mode !== undefined && mode !== 'Knative') {
		return [
			{
				severity: 'broken',
				object: titleOf(route),
				what: `it reaches ${titleOf(model)} through Knative's gateway, and KServe serves that in ${mode} mode`,
				todo: `kubectl iter8 init ${app.info.name} -n ${app.info.namespace} --app-type kserve-${mode.toLowerCase()}, after cleanup`,
			},
		];
	}

	const reached = authority ?? completeHost(host, app.info.namespace);
	if (authority !== undefined)
		return [...missing, ...pastTransformer(route, model, reached), ...wrongHost(route, model, {authority, claimed})];
	const unknown = missing.length > 0 ? missing : withoutHost(route, model, {reached, claimed});
	return [...unknown, ...pastTransformer(route, model, reached)];
}

/** In Knative mode all Services of models lead to one gateway, which finds a model by the Host of requests alone. */
function isFoundByHost(model: KubeObject): boolean {
	return deploymentMode(model) === 'Knative' || componentsOf(model).some(hasRevisions);
}

function withoutHost(
	route: KubeObject,
	model: KubeObject,
	{reached: host, claimed}: {readonly reached: string; readonly claimed: readonly string[]},
): readonly Finding[] {
	const {name, namespace = ''} = model.metadata;
	const isModel = versionAtHost(host, [{namespace, name, predictor: ownPredictorName(model)}], namespace) !== undefined;
	if (!isFoundByHost(model) || !isModel || claimed.includes(host)) return [];
	return [
		{
			severity: 'broken',
			object: titleOf(route),
			what: `it sends requests to ${host} without that Host, and in Knative mode ${titleOf(model)} is found by its Host alone`,
			todo: 'have the routing template set that Host; init of kubectl iter8 makes such routes',
		},
	];
}

/** Requests that go to the predictor of a model with a transformer get unprepared inputs to where prepared ones are expected. */
function pastTransformer(route: KubeObject, model: KubeObject, host: string): readonly Finding[] {
	const {name, namespace = ''} = model.metadata;
	const [first = ''] = host.split('.', 1);
	// a domain of Knative appends the namespace
	const isPredictor = componentServices(name, 'predictor', ownPredictorName(model)).some(
		service => first === service || first === `${service}-${namespace}`,
	);
	if (!isPredictor || !componentsBeside(model).transformer) return [];
	return [
		{
			severity: 'broken',
			object: titleOf(route),
			what: `it sends requests to the predictor of ${titleOf(model)}, past its transformer`,
			todo: `have the routing template name ${name}-transformer.${namespace}; init of kubectl iter8 makes such routes`,
		},
	];
}

/**
 * In Knative mode the model's own status says under which hosts it is found: by those of its components, and by its own, from which
 * KServe's routes lead on, unless this very route has them.
 */
function wrongHost(
	route: KubeObject,
	model: KubeObject,
	{authority, claimed}: {readonly authority: string; readonly claimed: readonly string[]},
): readonly Finding[] {
	const hosts = componentsOf(model).flatMap(({status}) => hostsSaid(status));
	if (!isFoundByHost(model) || hosts.length === 0) return [];
	const own = hostsSaid(fieldAt(model, 'status')).filter(host => !claimed.includes(host));
	const known = [...hosts, ...own].flatMap(host => [
		host,
		host.replace(/\.svc\.cluster\.local$/, '.svc'),
		host.replace(/\.svc\.cluster\.local$/, ''),
	]);
	if (known.includes(bareHost(authority))) return [];
	return [
		{
			severity: 'broken',
			object: titleOf(route),
			what: `it asks for ${titleOf(model)} under the host ${authority}, and KServe serves it as ${hosts[0]}`,
			todo: 'have the routing template set that Host, e.g. with another app type of KServe',
		},
	];
}

/** The hosts of a status's addresses, in the cluster's own first. */
function hostsSaid(status: unknown): readonly string[] {
	return [stringAt(status, 'address', 'url'), stringAt(status, 'url')].flatMap(url =>
		url === undefined ? [] : [url.replace(/^\w+:\/\//, '').replace(/[/:].*$/, '')],
	);
}
