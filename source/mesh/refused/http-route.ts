import {parseDuration} from '../../objects/duration.ts';
import {isRecord, stringAt, type KubeObject} from '../../objects/object.ts';
import {formatFaults, removeFaults} from './header-changes.ts';
import {entriesAt, placeAt, type Place, type RefusedPart} from './refused-part.ts';
import {lineFault, patternFaults} from './texts.ts';

/** What Envoy refuses of an HTTPRoute as istiod translates it; most else the API server refuses. Tried: test/cluster/refused. */
export function httpRouteFaults(object: KubeObject): readonly RefusedPart[] {
	return entriesAt({path: 'spec', value: object['spec']}, 'rules').flatMap(rule => [
		...entriesAt(rule, 'matches').flatMap(clauseFaults),
		...entriesAt(rule, 'filters').flatMap(filterFaults),
		...entriesAt(rule, 'backendRefs').flatMap(backend => entriesAt(backend, 'filters').flatMap(filterFaults)),
		...retryFaults(placeAt(rule, 'retry')),
	]);
}

/**
 * The Gateway API lets a wait of nothing through (its experimental resource definitions, Duration), and Envoy wants more
 * (RetryBackOff). No attempts, no policy.
 */
function retryFaults(retry: Place): readonly RefusedPart[] {
	const {path, value} = placeAt(retry, 'backoff');
	const isNothing = typeof value === 'string' && parseDuration(value) === 0;
	return isNothing && placeAt(retry, 'attempts').value !== 0 ? [{path, why: 'the wait is 0'}] : [];
}

function clauseFaults(clause: Place): readonly RefusedPart[] {
	const values = [...entriesAt(clause, 'headers'), ...entriesAt(clause, 'queryParams')];
	return [
		...comparedPattern(placeAt(clause, 'path')),
		// to Istio the pattern `*` means presence
		...values.filter(({value}) => !isRecord(value) || value['value'] !== '*').flatMap(comparedPattern),
	];
}

function comparedPattern(comparison: Place): readonly RefusedPart[] {
	const {value} = placeAt(comparison, 'type');
	return value === 'RegularExpression' ? patternFaults(placeAt(comparison, 'value')) : [];
}

function filterFaults(filter: Place): readonly RefusedPart[] {
	switch (placeAt(filter, 'type').value) {
		case 'RequestHeaderModifier':
			return modifierFaults(placeAt(filter, 'requestHeaderModifier'));
		case 'ResponseHeaderModifier':
			return modifierFaults(placeAt(filter, 'responseHeaderModifier'));
		case 'URLRewrite':
			return pathFaults(placeAt(filter, 'urlRewrite', 'path'));
		case 'RequestRedirect':
			return pathFaults(placeAt(filter, 'requestRedirect', 'path'));
		default:
			return [];
	}
}

function modifierFaults(modifier: Place): readonly RefusedPart[] {
	return [
		...['set', 'add'].flatMap(operation =>
			entriesAt(modifier, operation)
				.filter(({value}) => stringAt(value, 'name')?.toLowerCase() !== 'host')
				.flatMap(entry => formatFaults(placeAt(entry, 'value'))),
		),
		...entriesAt(modifier, 'remove').flatMap(removeFaults),
	];
}

function pathFaults(path: Place): readonly RefusedPart[] {
	return ['replaceFullPath', 'replacePrefixMatch'].flatMap(kind => lineFault(placeAt(path, kind)));
}
