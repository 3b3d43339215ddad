import {
	historyMs,
	nothingMeasured,
	type AppNumbers,
	type Moment,
	type Unknown,
	type VersionNumbers,
} from '../numbers.ts';
import {quantileOf} from '../quantile.ts';
import type {Counter, PodCounters, Tally} from './counters.ts';
import {bucketsOf, countsOf, difference, nothingCounted, sumOf} from './tally.ts';
import {versionOfService, type CountedApp, type CountedBy} from './version-services.ts';

/** One look at all pods of an app's gateways. */
export interface Round {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** By the uid of the pod. */
	readonly pods: ReadonlyMap<string, PodCounters>;
}

/** What was counted from one round to the next. */
interface Span {
	readonly from: number;
	readonly to: number;
	/** By the title of the version. */
	readonly tallies: ReadonlyMap<string, Tally>;
}

/** Figures of now are of so much time: enough requests for a p95, and little enough to see a change soon. */
const nowMs = 30_000;
/** Who comes back later begins anew. */
const longestSpanMs = 90_000;

/** What the counters of an app's gateways say over time. */
export class Track {
	#spans: readonly Span[] = [];
	readonly #history = new Map<string, readonly Moment[]>();
	#last: Round | undefined;
	#asked = '';

	/** Takes in a round, in which these Services were looked for; the first after others were looked for is only begun from. */
	add(round: Round, counted: Versions): void {
		const asked = JSON.stringify([...counted.versions]);
		const before = asked === this.#asked ? this.#last : undefined;
		this.#asked = asked;
		this.#last = round;
		if (!before || round.at <= before.at || round.at - before.at > longestSpanMs) {
			this.#spans = [];
			return;
		}

		const span = {from: before.at, to: round.at, tallies: between(round, before, counted)};
		this.#spans = [...this.#spans, span].filter(({to}) => to > round.at - nowMs);
		for (const title of counted.versions.keys()) {
			const moments = [...(this.#history.get(title) ?? []), momentOf(title, span)];
			this.#history.set(
				title,
				moments.filter(({at}) => at > round.at - historyMs),
			);
		}
	}

	/** What is known of these versions now. */
	numbers(counted: Versions): AppNumbers {
		const pods = this.#last ? [...this.#last.pods.values()] : [];
		const last = pods.flatMap(pod => [...chosen(pod, counted).values()]);
		return new Map(
			[...counted.versions].map(([title, by]): readonly [string, VersionNumbers] => {
				const own = last.filter(({version}) => version === title).map(({counter}) => counter);
				const unknown = own.length === 0 && this.#last ? unknownOf(by, last, pods) : undefined;
				if (unknown || !this.#last) return [title, {...nothingMeasured, unknown}];
				const history = this.#history.get(title) ?? [];
				return [title, {...figuresOf(title, this.#spans), history, counts: countsOf(sumOf(own))}];
			}),
		);
	}
}

type Versions = Pick<CountedApp, 'versions'>;

/** Why a version has no counter; undefined when it has none because nothing was ever sent to it. */
function unknownOf(by: CountedBy, counters: readonly OwnCounter[], pods: readonly PodCounters[]): Unknown | undefined {
	if ('unknown' in by) return by.unknown;
	// Another version has one, so that they are not turned off: Istio's Envoy begins each with its first request.
	if (counters.some(({isOfCluster}) => isOfCluster)) return undefined;
	if (!pods.some(({hasTelemetry}) => hasTelemetry)) return {kind: 'not-counted'};
	return by.isCopy ? {kind: 'copies'} : undefined;
}

interface OwnCounter {
	readonly version: string;
	readonly counter: Counter;
	/** Whether it is Envoy's own. */
	readonly isOfCluster: boolean;
}

/** So many requests may be under way before the first is answered. */
const mostUnanswered = 100;

/**
 * The counters of an app's versions: Envoy's own where they are not cut down, as Istio does unless told otherwise, else those of
 * Istio's telemetry; both would count each request twice.
 */
function chosen({clusters, requests}: PodCounters, counted: Versions): ReadonlyMap<string, OwnCounter> {
	const versionOf = versionOfService(counted);
	const own = (counters: ReadonlyMap<string, Counter>) =>
		new Map(
			[...counters].flatMap(([key, counter]): readonly (readonly [string, OwnCounter])[] => {
				const version = versionOf(counter.service);
				return version === undefined ? [] : [[key, {version, counter, isOfCluster: counters === clusters}]];
			}),
		);
	const known = own(clusters);
	const isCut = [...known.values()].some(({counter: {sent, statuses}}) => sent > mostUnanswered && statuses.size === 0);
	return known.size > 0 && !isCut ? known : own(requests);
}

/**
 * What was counted between two rounds. A pod that has started in between counts from 0; one that was there before, but is seen for
 * the first time, from now on.
 */
function between(now: Round, before: Round, counted: Versions): ReadonlyMap<string, Tally> {
	const news: {readonly version: string; readonly tally: Tally}[] = [];
	const elapsedSeconds = (now.at - before.at) / 1000;
	for (const [uid, pod] of now.pods) {
		const earlier = before.pods.get(uid);
		const {uptimeSeconds = Number.POSITIVE_INFINITY} = pod;
		const hasStarted = uptimeSeconds < (earlier ? (earlier.uptimeSeconds ?? 0) : elapsedSeconds);
		if (!earlier && !hasStarted) continue;
		const known = earlier && !hasStarted ? chosen(earlier, counted) : undefined;
		for (const [key, {version, counter}] of chosen(pod, counted)) {
			news.push({version, tally: difference(counter, known?.get(key)?.counter ?? nothingCounted)});
		}
	}

	const byVersion = Map.groupBy(news, ({version}) => version);
	return new Map([...byVersion].map(([version, all]) => [version, sumOf(all.map(({tally}) => tally))]));
}

type Figures = Omit<VersionNumbers, 'history'>;

function figuresOf(title: string, spans: readonly Span[]): Figures {
	const seconds = spans.reduce((sum, {from, to}) => sum + to - from, 0) / 1000;
	const tally = sumOf(spans.flatMap(({tallies}) => tallies.get(title) ?? []));
	const {requests, failed} = countsOf(tally);
	const buckets = bucketsOf(tally);
	return {
		requestsPerSecond: seconds > 0 ? requests / seconds : undefined,
		errorShare: requests > 0 ? failed / requests : undefined,
		p50Ms: quantileOf(0.5, buckets),
		p95Ms: quantileOf(0.95, buckets),
	};
}

function momentOf(title: string, span: Span): Moment {
	const {requestsPerSecond, errorShare, p95Ms} = figuresOf(title, [span]);
	return {at: span.to, requestsPerSecond, errorShare, p95Ms};
}
