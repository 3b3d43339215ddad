import {isRecord} from '../../objects/object.ts';
import type {AppSpec} from '../app-spec.ts';
import {clausePath} from '../clause-path.ts';
import {valueOf} from '../gateway-api/match.ts';

/** What HTTPRouteMatch has no words for. */
const istioOnly = [
	'ignoreUriCase',
	'scheme',
	'authority',
	'withoutHeaders',
	'port',
	'gateways',
	'sourceLabels',
	'sourceNamespace',
] as const;
/** The schema of HTTPRouteMatch: the most headers, or query parameters; their names; the longest value of each. */
const mostNames = 16;
const namePattern = /^[\w!#$%&'*+\-.^`|~]{1,256}$/;
const longestValues = {headers: 4096, queryParams: 1024} as const;
/** HTTPPathMatch: what a path that is no pattern is made of, and what it may not have in it. */
const pathPattern = /^(?:[-\w/.~!$&'()*+,;=:@]|%[0-9a-fA-F]{2}){1,1024}$/;
const refusedInPaths = /\/\/|\/\.{1,2}(?:\/|$)|%2f/i;

/** Why a clause that is well formed cannot be said to the app's mesh, or not of its type. */
export function meshFaults(app: AppSpec, clause: Readonly<Record<string, unknown>>): readonly string[] {
	return [...pathFaults(app, clause), ...(app.mesh === 'gateway-api' ? httpRouteFaults(clause) : [])];
}

/** Where paths are told apart, a pattern of them or their case cannot be told from the rest. */
function pathFaults({appType, mesh}: AppSpec, clause: unknown): readonly string[] {
	const path = clausePath(clause);
	if (appType === 'kserve-modelmesh' && (path?.kind === 'regex' || path?.ignoresCase)) {
		return ['uri can be no regex and regards case with ModelMesh, where REST and gRPC are told apart by the path'];
	}

	return mesh === 'gateway-api' && appType !== 'deployment' && path?.kind === 'regex'
		? ['uri can be no regex in the HTTPRoute of an InferenceService, whose own rules for paths go before patterns']
		: [];
}

function httpRouteFaults(clause: Readonly<Record<string, unknown>>): readonly string[] {
	const without = istioOnly
		.filter(part => clause[part] !== undefined && clause[part] !== false)
		.map(part => `an HTTPRoute has no ${part}: leave it out, or use Istio's VirtualService`);
	const method = clause['method'];
	const isOther = isRecord(method) && method['exact'] === undefined;
	const path = clausePath(clause);
	const isPath =
		path === undefined || path.kind === 'regex' || (pathPattern.test(path.value) && !refusedInPaths.test(path.value));
	return [
		...without,
		...(isOther ? ['an HTTPRoute compares the method with exact only'] : []),
		...(isPath ? [] : [`an HTTPRoute takes no path such as ${path.value}`]),
		...(['headers', 'queryParams'] as const).flatMap(part => nameFaults(part, clause[part])),
	];
}

function nameFaults(part: keyof typeof longestValues, matches: unknown): readonly string[] {
	const entries = Object.entries(isRecord(matches) ? matches : {});
	const longest = longestValues[part];
	return [
		...(entries.length > mostNames ? [`an HTTPRoute takes up to ${mostNames} ${part}`] : []),
		...entries.flatMap(([name, match]) => [
			...(namePattern.test(name) ? [] : [`an HTTPRoute takes no name such as ${JSON.stringify(name)} in ${part}`]),
			...(valueOf(match).value.length > longest
				? [`${part} ${name}: an HTTPRoute takes up to ${longest} characters`]
				: []),
		]),
	];
}
