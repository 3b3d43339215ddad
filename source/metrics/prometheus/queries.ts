import type {ObjectName} from '../../info/app-objects.ts';

/** What rates are averaged over: two scrapes of a Prometheus that scrapes once a minute. */
const window = '2m';

/** The labels that tell versions apart. */
export const serviceLabel = 'destination_service_name';
export const workloadLabel = 'destination_workload';

/**
 * Requests a second to these versions by HTTP status, in PromQL on Istio's standard metrics, as the proxy that sends a request
 * counts it: where the predictor has a proxy too, that counts the same request once more.
 */
export function requestsQuery(versions: readonly ObjectName[]): string {
	return rateOf('istio_requests_total', ['response_code'], versions);
}

/** Requests a second to these versions by upper bound of their duration. */
export function durationsQuery(versions: readonly ObjectName[]): string {
	return rateOf('istio_request_duration_milliseconds_bucket', ['le'], versions);
}

function rateOf(metric: string, by: readonly string[], versions: readonly ObjectName[]): string {
	const names = alternatives(versions.map(({name}) => name));
	const namespaces = alternatives(versions.map(({namespace}) => namespace));
	const rates = [
		{
			[serviceLabel]: `${names}(-predictor(-default)?)?(-[0-9]{5}(-private)?)?`,
			destination_service_namespace: namespaces,
		},
		{
			[workloadLabel]: `${names}(-predictor(-default)?)?(-[0-9]{5}-deployment)?`,
			destination_workload_namespace: namespaces,
		},
	].map(matchers => {
		const terms = Object.entries(matchers).map(([label, pattern]) => `${label}=~${quoted(pattern)}`);
		return `rate(${metric}{reporter="source",${terms.join(',')}}[${window}])`;
	});
	return `sum by (${[serviceLabel, workloadLabel, ...by].join(', ')}) (${rates.join(' or ')})`;
}

function alternatives(words: readonly string[]): string {
	return `(${[...new Set(words)].map(word => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('|')})`;
}

/** A string of PromQL, whose escapes are Go's: those of JSON are among them. */
function quoted(text: string): string {
	return JSON.stringify(text);
}
