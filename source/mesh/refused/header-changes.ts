import {formatFault} from './header-format.ts';
import {entriesAt, namedAt, placeAt, type Place, type RefusedPart} from './refused-part.ts';
import {lengthFault, lineFault} from './texts.ts';

/** Envoy, HeaderValue. */
const longest = 16_384;

/** What is refused of Istio's `headers`, of requests and answers. */
export function headerChangeFaults(headers: Place): readonly RefusedPart[] {
	return ['request', 'response'].flatMap(side => {
		const operations = placeAt(headers, side);
		return [
			...['set', 'add'].flatMap(operation =>
				namedAt(operations, operation).flatMap(({name, ...place}) => setFaults(name, place, side === 'request')),
			),
			...entriesAt(operations, 'remove').flatMap(removeFaults),
		];
	});
}

/** Envoy, Route and WeightedCluster: entries of `request_headers_to_add`, and of the same for answers. */
const mostHeaders = 1000;

/** What is refused of so many headers in one list: those of a rule and of its only destination are put together. */
export function headerCountFaults(lists: readonly Place[]): readonly RefusedPart[] {
	const [first] = lists;
	return ['request', 'response'].flatMap(side => {
		const entries = lists.flatMap(headers =>
			['set', 'add'].flatMap(operation => namedAt(placeAt(headers, side), operation)),
		);
		const count = entries.filter(({name}) => !isInternal(name)).length;
		const why = `${count} headers are set or added, more than ${mostHeaders}`;
		return first === undefined || count <= mostHeaders ? [] : [{path: `${first.path}.${side}`, why}];
	});
}

/** What is refused of a header that is set or added. Of the request's Host Istio makes a rewrite, in which no command is read. */
function setFaults(name: string, value: Place, isOfRequest: boolean): readonly RefusedPart[] {
	if (isInternal(name)) return isOfRequest && isAuthority(name) ? lineFault(value) : [];
	return [
		...nameFaults({path: value.path, value: name}),
		...lineFault(value),
		...lengthFault(value, longest),
		...formatFaults(value),
	];
}

/** What is refused of a value, read as a format. */
export function formatFaults({path, value}: Place): readonly RefusedPart[] {
	const fault = typeof value === 'string' ? formatFault(value) : undefined;
	return fault === undefined ? [] : [{path, why: `as a format, ${fault}`}];
}

function nameFaults(place: Place): readonly RefusedPart[] {
	if (place.value === '') return [{path: place.path, why: 'a header without a name is set'}];
	return [...lineFault(place), ...lengthFault(place, longest)];
}

/** What is refused of a header that is removed. */
export function removeFaults(place: Place): readonly RefusedPart[] {
	const {path, value} = place;
	if (typeof value !== 'string' || isInternal(value)) return [];
	return value === '' ? [{path, why: 'a header without a name is removed'}] : lineFault(place);
}

/** Istio drops these (route.go, isInternalHeader). */
function isInternal(name: string): boolean {
	return name.startsWith(':') || name.toLowerCase() === 'host';
}

function isAuthority(name: string): boolean {
	return /^(:authority|host)$/i.test(name);
}
