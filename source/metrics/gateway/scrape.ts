import {openForwardedGateway, type Gateway} from '../../inference/gateway.ts';
import type {Target} from '../../kube/target.ts';
import {namespacedName} from '../../objects/object.ts';
import {countersIn, type PodCounters, type ServiceName} from './counters.ts';
import type {GatewayPod} from './gateway-pods.ts';
import type {Round} from './track.ts';
import {versionOfService, type CountedApp} from './version-services.ts';

const timeoutMs = 4000;
/** More than a gateway says of one app's Services; and of all, unless there are thousands. */
const mostBytes = 8 * 2 ** 20;
/** Of the names in a filter: of more apps the whole is read. */
const longestFilter = 4096;

/** Reads what the proxies of gateways have counted, each through one connection that is kept. */
export class Scraper {
	readonly #portForward: Target['portForward'];
	readonly #signal: AbortSignal;
	readonly #connections = new Map<string, Gateway>();

	/** @param signal Ends all connections. */
	constructor({portForward}: Pick<Target, 'portForward'>, signal: AbortSignal) {
		this.#portForward = portForward;
		this.#signal = signal;
		signal.addEventListener('abort', () => this.close(), {once: true});
	}

	/** Asks all pods at once; rejects when one does not answer, as what the others say is not the whole. */
	async read(pods: readonly GatewayPod[], apps: readonly Versions[], now: () => Date): Promise<Round> {
		this.#forget(pods);
		const all = apps.flatMap(({versions}, index) =>
			[...versions].map(([title, by]) => [`${index} ${title}`, by] as const),
		);
		const versionOf = versionOfService({versions: new Map(all)});
		const isWanted = (service: ServiceName) => versionOf(service) !== undefined;
		const path = `/stats/prometheus?filter=${encodeURIComponent(filterFor(apps))}`;
		const read = await Promise.all(
			pods.map(async (pod): Promise<readonly [string, PodCounters]> => {
				const text = await this.#ask(pod, path);
				return [pod.uid, countersIn(text, isWanted)];
			}),
		);
		return {at: now().getTime(), pods: new Map(read)};
	}

	close(): void {
		this.#forget([]);
	}

	async #ask(pod: GatewayPod, path: string): Promise<string> {
		const title = `pod ${namespacedName(pod.namespace, pod.name)}`;
		const gateway = this.#connections.get(pod.uid) ?? this.#open(pod, title);
		const request = {
			method: 'GET',
			host: 'localhost',
			path,
			headers: {},
			signal: this.#signal,
			timeoutMs,
			mostBytes,
		} as const;
		const {status, body} = await gateway.send(request);
		if (status !== 200)
			throw new Error(`${title} answers HTTP ${status} at port ${pod.port}, where its counters should be`);
		return body;
	}

	#open(pod: GatewayPod, title: string): Gateway {
		const {namespace, name, port} = pod;
		const open = openForwardedGateway(title, () => this.#portForward(namespace, name, port, this.#signal));
		this.#connections.set(pod.uid, open);
		return open;
	}

	#forget(kept: readonly GatewayPod[]): void {
		for (const [uid, connection] of this.#connections) {
			if (kept.some(pod => pod.uid === uid)) continue;
			this.#connections.delete(uid);
			connection.close();
		}
	}
}

type Versions = Pick<CountedApp, 'versions'>;

/** What Envoy shall tell of: its answer is shorter, and sooner made and read. It compares with whole names, labels included. */
function filterFor(apps: readonly Versions[]): string {
	const counted = apps.flatMap(({versions}) => [...versions.values()]);
	const names = counted.flatMap(by => ('services' in by ? by.services.map(({name}) => name) : []));
	const known = [...new Set(names)].map(name => name.replaceAll(/[^\w-]/g, String.raw`\$&`)).join('|');
	const which = known === '' || known.length > longestFilter ? '' : `(${known})`;
	const telemetry = `(istio_requests_total|istio_request_duration_m).*${which}`;
	// Not the parts of which Envoy counts internal and external requests apart: a name of newer Istios ends with a semicolon.
	const clusters = `${which}[^;]*;?\\.?upstream_rq_(total|time|[0-9]{3})$`;
	return ['^server\\.uptime$', 'istio_build', telemetry, clusters].join('|');
}
