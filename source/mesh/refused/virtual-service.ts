import {fieldAt, isRecord, listAt, stringAt, stringsAt, type KubeObject} from '../../objects/object.ts';
import {isClaim} from '../claim.ts';
import {completeGateway, gatewaysNamedBy, meshGateway} from '../listener.ts';
import {takesAll} from '../routing-table.ts';
import {readClause} from '../virtual-service.ts';
import {headerChangeFaults, headerCountFaults} from './header-changes.ts';
import {entriesAt, namedAt, placeAt, type Place, type RefusedPart} from './refused-part.ts';
import {lengthFault, lineFault, patternFaults} from './texts.ts';

/**
 * What Envoy refuses of a VirtualService, in those rules that istiod sends to it (istiod, route.go; Envoy, route_components.proto).
 * All of it was tried: test/cluster/refused.
 */
export function virtualServiceFaults(object: KubeObject): readonly RefusedPart[] {
	const spec = {path: 'spec', value: object['spec']};
	const gateways = new Set(gatewaysNamedBy(object));
	const {namespace = 'default'} = object.metadata;
	const faults: (readonly RefusedPart[])[] = [entriesAt(spec, 'hosts').flatMap(lineFault)];
	for (const rule of entriesAt(spec, 'http')) {
		const clauses = entriesAt(rule, 'match');
		const sent = clauses.filter(({value}) => isSent(value, gateways, namespace));
		// of what comes after a clause that takes everything istiod sends nothing
		const last = sent.findIndex(({value}) => takesAll(readClause(value)));
		faults.push((last < 0 ? sent : sent.slice(0, last)).flatMap(clauseFaults));
		if (clauses.length === 0 || sent.length > 0) faults.push(ruleFaults(rule));
		if (clauses.length === 0 || last >= 0) break;
	}

	return faults.flat();
}

/** Whether istiod may send a clause to one of the gateways that the route names. */
function isSent(clause: unknown, gateways: ReadonlySet<string>, namespace: string): boolean {
	if (listAt(clause, 'gateways').length > 0)
		return stringsAt(clause, 'gateways').some(name => gateways.has(completeGateway(name, namespace)));
	const isOfSidecars = isRecord(fieldAt(clause, 'sourceLabels')) || stringAt(clause, 'sourceNamespace') !== undefined;
	return !isOfSidecars || gateways.has(meshGateway);
}

function clauseFaults(clause: Place): readonly RefusedPart[] {
	return [
		...['headers', 'withoutHeaders'].flatMap(part => namedAt(clause, part).flatMap(headerFaults)),
		...namedAt(clause, 'queryParams').flatMap(parameterFaults),
		...patternFaults(placeAt(clause, 'uri', 'regex')),
		...['method', 'scheme', 'authority'].flatMap(part => valueFaults(placeAt(clause, part))),
	];
}

type NamedPlace = Place & {readonly name: string};

function headerFaults({name, ...place}: NamedPlace): readonly RefusedPart[] {
	const {path, value} = place;
	if (name === '') return [{path, why: 'a header has no name'}];
	if (!isClaim(name)) return [...lineFault({path, value: name}), ...valueFaults(place)];
	const isCompared = isRecord(value) && ['exact', 'prefix', 'regex'].some(kind => typeof value[kind] === 'string');
	if (!isCompared) return [{path, why: 'a claim is compared with nothing'}];
	return [...emptyPrefix(place), ...patternFaults(placeAt(place, 'regex'))];
}

/** Envoy, QueryParameterMatcher. */
const longestParameter = 1024;

function parameterFaults({name, ...place}: NamedPlace): readonly RefusedPart[] {
	if (name === '') return [{path: place.path, why: 'a query parameter has no name'}];
	return [...lengthFault({path: place.path, value: name}, longestParameter), ...valueFaults(place)];
}

/** Of a comparison; the pattern `*` is Istio's sign for presence. */
function valueFaults(place: Place): readonly RefusedPart[] {
	const pattern = placeAt(place, 'regex');
	return [...emptyPrefix(place), ...(pattern.value === '*' ? [] : patternFaults(pattern))];
}

function emptyPrefix(place: Place): readonly RefusedPart[] {
	const {path, value} = placeAt(place, 'prefix');
	return value === '' ? [{path, why: 'the prefix is empty'}] : [];
}

function ruleFaults(rule: Place): readonly RefusedPart[] {
	const isRedirect = isRecord(placeAt(rule, 'redirect').value);
	const isDirect = isRecord(placeAt(rule, 'directResponse').value);
	if (isRecord(placeAt(rule, 'delegate').value)) return [];
	return [
		...headerChangeFaults(placeAt(rule, 'headers')),
		...headerCountFaults([placeAt(rule, 'headers'), ...(isRedirect || isDirect ? [] : onlyHeaders(rule))]),
		...(isRedirect ? redirectFaults(placeAt(rule, 'redirect')) : isDirect ? directFaults(rule) : routeFaults(rule)),
		...abortFaults(placeAt(rule, 'fault', 'abort', 'httpStatus')),
		...entriesAt(placeAt(rule, 'corsPolicy'), 'allowOrigins').flatMap(origin => [
			...emptyPrefix(origin),
			...patternFaults(placeAt(origin, 'regex')),
		]),
	];
}

const redirectCodes: readonly unknown[] = [undefined, 0, 301, 302, 303, 307, 308];

function redirectFaults(redirect: Place): readonly RefusedPart[] {
	const {path, value} = placeAt(redirect, 'redirectCode');
	// istiod sends the one or the other
	const goal = placeAt(redirect, 'prefixRewrite').value ? 'prefixRewrite' : 'uri';
	return [
		...(redirectCodes.includes(value) ? [] : [{path, why: 'the code is none of 301, 302, 303, 307 and 308'}]),
		...[goal, 'authority'].flatMap(part => lineFault(placeAt(redirect, part))),
	];
}

/** Istio sets Envoy's bound to this. */
const largestBody = 1_048_576;

function directFaults(rule: Place): readonly RefusedPart[] {
	const status = placeAt(rule, 'directResponse', 'status');
	return [...statusFaults(status), ...lengthFault(placeAt(rule, 'directResponse', 'body', 'string'), largestBody)];
}

function abortFaults(status: Place): readonly RefusedPart[] {
	return status.value === undefined ? [] : statusFaults(status);
}

function statusFaults({path, value = 0}: Place): readonly RefusedPart[] {
	return typeof value === 'number' && (value < 200 || value >= 600)
		? [{path, why: `the status ${value} is not one from 200 to 599`}]
		: [];
}

function routeFaults(rule: Place): readonly RefusedPart[] {
	const destinations = entriesAt(rule, 'route');
	const weightOf = (destination: Place): number => {
		const {value} = placeAt(destination, 'weight');
		return typeof value === 'number' ? value : 0;
	};

	const isOnly = destinations.length === 1;
	const weighted = destinations.filter(destination => isOnly || weightOf(destination) !== 0);
	return [
		...rewriteFaults(placeAt(rule, 'rewrite')),
		...(isOnly ? [] : sumFaults(`${rule.path}.route`, destinations.length, weighted.map(weightOf))),
		...weighted.flatMap(destination => headerChangeFaults(placeAt(destination, 'headers'))),
		...(isOnly ? [] : weighted.flatMap(destination => headerCountFaults([placeAt(destination, 'headers')]))),
	];
}

/** The headers of a rule's only destination, which become the rule's. */
function onlyHeaders(rule: Place): readonly Place[] {
	const [only, ...others] = entriesAt(rule, 'route');
	return only && others.length === 0 ? [placeAt(only, 'headers')] : [];
}

/** Envoy, WeightedCluster: the sum of the weights is at most that of an uint32. */
const largestSum = 4_294_967_295;

function sumFaults(path: string, count: number, weights: readonly number[]): readonly RefusedPart[] {
	if (count === 0) return [{path, why: 'the rule has no destination, redirect or answer of its own'}];
	if (weights.length === 0) return [{path, why: 'the weights are all 0'}];
	if (weights.some(weight => weight < 0)) return [{path, why: 'a weight is below 0'}];
	const sum = weights.reduce((total, weight) => total + weight, 0);
	return sum > largestSum ? [{path, why: `the weights sum to ${sum}, more than ${largestSum}`}] : [];
}

function rewriteFaults(rewrite: Place): readonly RefusedPart[] {
	const regex = placeAt(rewrite, 'uriRegexRewrite');
	const authority = lineFault(placeAt(rewrite, 'authority'));
	if (!isRecord(regex.value)) return [...lineFault(placeAt(rewrite, 'uri')), ...authority];
	const {path, value = ''} = placeAt(regex, 'match');
	return [...patternFaults({path, value}), ...lineFault(placeAt(regex, 'rewrite')), ...authority];
}
