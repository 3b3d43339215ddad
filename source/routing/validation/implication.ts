import {matchesWhole, patternOf} from '../../mesh/re2/pattern.ts';
import {isRecord} from '../../objects/object.ts';
import {valueMatch, type ValueMatch} from './value-faults.ts';

/** Whether every value that meets one comparison certainly meets another. */
export function implies(one: ValueMatch, other: ValueMatch): boolean {
	if (other.kind === 'present' || (one.kind === other.kind && one.value === other.value)) return true;
	if (other.kind === 'prefix')
		return (one.kind === 'exact' || one.kind === 'prefix') && one.value.startsWith(other.value);
	if (other.kind !== 'regex' || one.kind !== 'exact') return false;
	const pattern = patternOf(other.value);
	return pattern !== undefined && matchesWhole(pattern, one.value) === true;
}

/** Whether every request that meets one clause certainly meets another (Istio HTTPMatchRequest, both well formed). */
export function clauseImplies(one: unknown, other: unknown): boolean {
	if (!isRecord(one) || !isRecord(other)) return false;
	return Object.entries(other).every(([part, wanted]) => {
		const own = one[part];
		switch (part) {
			case 'name':
			case 'statPrefix':
			case 'ignoreUriCase':
				return true;
			case 'headers':
				return mapImplies(own, wanted, name => name.toLowerCase());
			case 'queryParams':
				return mapImplies(own, wanted, name => name);
			case 'uri':
				return uriImplies(one, other);
			case 'method':
			case 'scheme':
			case 'authority':
				return own !== undefined && valueImplies(own, wanted);
			default:
				return JSON.stringify(own) === JSON.stringify(wanted);
		}
	});
}

function mapImplies(one: unknown, other: unknown, nameOf: (name: string) => string): boolean {
	const own = new Map(Object.entries(isRecord(one) ? one : {}).map(([name, match]) => [nameOf(name), match]));
	return Object.entries(isRecord(other) ? other : {}).every(([name, wanted]) => {
		const match = own.get(nameOf(name));
		return match !== undefined && valueImplies(match, wanted);
	});
}

function uriImplies(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
	const wanted = valueMatch(other['uri']);
	if (wanted?.kind === 'prefix' && wanted.value === '/') return true;
	const isSame = (one['ignoreUriCase'] === true) === (other['ignoreUriCase'] === true);
	return isSame && one['uri'] !== undefined && valueImplies(one['uri'], other['uri']);
}

function valueImplies(one: unknown, other: unknown): boolean {
	const [own, wanted] = [valueMatch(one), valueMatch(other)];
	return own !== undefined && wanted !== undefined && implies(own, wanted);
}
