import {nameFault} from '../../objects/object-names.ts';
import {largestWeight, type AppSpec, type VersionSpec} from '../app-spec.ts';
import {partFaults} from '../gateway-api/parts.ts';
import {componentServices, gatewaysOf, hasPredictors, needsTwoPasses} from '../reach.ts';
import {hasWeights, isWeighted} from '../strategies/strategies.ts';
import {clauseFaults} from './clause-faults.ts';
import {shadowFaults} from './shadow.ts';

/** HTTPRouteRule: the most backendRefs, and filters. */
const mostShares = 16;
/** Envoy, WeightedCluster: the sum of the weights is at most that of an uint32. */
const largestSum = 4_294_967_295;

/** Why an app cannot be routed: each a sentence without a full stop; empty when it can. */
export function faultsOf(app: AppSpec): readonly string[] {
	const faults = [
		...appFaults(app),
		...gatewayFaults(app),
		...(app.versions.length === 0 ? ['it has no versions: name at least the primary'] : []),
		...app.versions.flatMap((version, index) => versionFaults(app, version, index)),
		...mirrorFaults(app),
	];
	if (faults.length > 0) return faults;
	return [...sumFaults(app), ...shadowFaults(app), ...sizeFaults(app)];
}

function appFaults({name, namespace, port, modelName}: AppSpec): readonly string[] {
	return [
		...fault(`the app's name "${name}"`, nameFault(name, 'RFC 1035 label')),
		...fault(`the namespace "${namespace}"`, nameFault(namespace, 'RFC 1123 label')),
		...(port === undefined || isWhole(port, 1, 65_535) ? [] : [`port ${port} is not a whole number from 1 to 65535`]),
		...(modelName === undefined || /^[A-Za-z0-9][-.\w~]*$/.test(modelName)
			? []
			: [
					`the model name "${modelName}" does not fit into a path: it takes letters, digits, "-", "_", "." and "~", the first a letter or digit`,
				]),
	];
}

function gatewayFaults(app: AppSpec): readonly string[] {
	const names = gatewaysOf(app);
	const {gatewayService} = app;
	const isHost = gatewayService === undefined || nameFault(gatewayService, 'RFC 1123 subdomain') === undefined;
	return [
		...(names.length === 0 ? ['it has no gateways: name at least one, or mesh'] : []),
		...names.filter(name => !isGatewayName(name)).map(name => `gateway "${name}" is not NAMESPACE/NAME, NAME or mesh`),
		...(new Set(names).size < names.length ? ['it names a gateway twice'] : []),
		...(isHost ? [] : [`the gateway's Service "${gatewayService}" is no host`]),
		...(needsTwoPasses(app) && names.every(name => name === 'mesh')
			? [
					'its versions are split in a gateway, which requests pass twice, but it names only mesh: name a gateway, or serve all versions under one model name',
				]
			: []),
	];
}

function isGatewayName(text: string): boolean {
	const [name = '', namespace, ...rest] = text.split('/').toReversed();
	return (
		rest.length === 0 &&
		nameFault(name, 'RFC 1123 subdomain') === undefined &&
		(namespace === undefined || nameFault(namespace, 'RFC 1123 label') === undefined)
	);
}

function versionFaults(app: AppSpec, version: VersionSpec, index: number): readonly string[] {
	const {name, match} = version;
	const words = `version ${name}`;
	const longest = Math.max(...componentServices(version).map(service => service.length - name.length));
	const room = hasPredictors(app) ? longest : 0;
	const own = [
		...fault(`the version's name "${name}"`, nameFault(name, 'RFC 1035 label', room)),
		...(app.versions.findIndex(other => other.name === name) < index ? [`there are two versions named ${name}`] : []),
		...clashFaults(app, version),
		...weightFaults(app, version, index),
	];
	if (match === undefined) return own;
	if (app.strategy !== 'canary') return [...own, `${words} has a match, which only a canary uses, not ${app.strategy}`];
	if (index === 0) return [...own, `${words} has a match, but as the primary it gets what no candidate gets`];
	if (match.length === 0) return [...own, `${words} has a match without clauses, which never holds`];
	return [
		...own,
		...match.flatMap((clause, place) => clauseFaults(app, clause).map(each => `${words}, match[${place}]: ${each}`)),
	];
}

/** ModelMesh alone makes no Services of its versions. */
function clashFaults(app: AppSpec, spec: VersionSpec): readonly string[] {
	const {name: version} = spec;
	const ofPredictors = hasPredictors(app) ? [version, ...componentServices(spec)] : [];
	const names = app.appType === 'deployment' ? [version] : ofPredictors;
	return names.includes(app.name)
		? [`version ${version} and the app would both have a Service named ${app.name}: rename one of them`]
		: [];
}

function weightFaults({strategy, mesh}: AppSpec, {name, weight}: VersionSpec, index: number): readonly string[] {
	if (weight === undefined) return [];
	if (!hasWeights(strategy)) return [`version ${name} has a weight, which ${strategy} does not use`];
	if (!isWeighted(strategy, index))
		return [`version ${name} has a weight, but the primary of a mirror gets all requests`];
	const largest = largestWeight(strategy, mesh);
	if (isWhole(weight, 0, largest)) return [];
	const what = strategy === 'mirror' ? 'percentage' : 'weight';
	return [`version ${name} has the ${what} ${weight}, which is not a whole number from 0 to ${largest}`];
}

function sumFaults({strategy, versions}: AppSpec): readonly string[] {
	if (strategy !== 'blue-green') return [];
	const sum = versions.reduce((total, {weight = 1}) => total + weight, 0);
	if (sum === 0) return ['all its weights are 0: give at least one version some weight'];
	return sum > largestSum ? [`its weights sum to ${sum}; Envoy takes sums up to ${largestSum}`] : [];
}

/** A copy has the Host, the path and the headers of the primary's request. */
function mirrorFaults({strategy, appType, modelName}: AppSpec): readonly string[] {
	if (strategy !== 'mirror' || appType === 'deployment') return [];
	const end = 'mirror Deployments, or InferenceServices in Standard mode that share a model name';
	if (appType === 'kserve-knative') {
		return [
			`a mirrored copy keeps the primary's host, by which Knative finds the version, so it would reach the primary again: ${end}`,
		];
	}

	if (appType === 'kserve-modelmesh') {
		return [
			`a mirrored copy keeps the primary's mm-vmodel-id, by which ModelMesh finds the version, so it would reach the primary again: ${end}`,
		];
	}

	return modelName === undefined
		? [`a mirrored copy keeps the primary's path and the model name in it, which the candidate does not serve: ${end}`]
		: [];
}

function sizeFaults(app: AppSpec): readonly string[] {
	if (app.mesh === 'istio') return [];
	const {length} = app.versions;
	return hasWeights(app.strategy) && length > mostShares
		? [`it has ${length} versions; a rule of an HTTPRoute takes up to ${mostShares}`]
		: partFaults(app);
}

function fault(subject: string, rest: string | undefined): readonly string[] {
	return rest === undefined ? [] : [`${subject} ${rest}`];
}

function isWhole(value: number, least: number, most: number): boolean {
	return Number.isInteger(value) && value >= least && value <= most;
}
