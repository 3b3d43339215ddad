import type {VersionInfo} from '../info/app.ts';
import {percent} from '../mesh/describe.ts';
import type {Outcome} from './explanation.ts';

/** What a sentence about a version needs besides its description. */
interface ReasonFacts {
	/** Its part of requests such as the one asked about. */
	readonly probability: number;
	/** Whether it has weight 0 although it could serve, and so on: where its weight comes from, in words. */
	readonly origin: string;
	readonly outcomes: readonly Outcome[];
	readonly now: Date;
}

/** Why a version gets the part of a request that it gets; a sentence without a full stop. */
export function versionReason(version: VersionInfo, facts: ReasonFacts): string {
	const {weight, isAvailable, cause, reason} = version;
	const {probability, now} = facts;
	if (!isAvailable) {
		const why = `weight 0 because ${reason}${since(version, now)}`;
		if (weight > 0)
			return `weight ${weight} although ${reason}${since(version, now)}: no version serves, so that the first keeps the route`;
		return probability > 0 ? `${why}; the live route sends requests such as this to it all the same` : why;
	}

	const late = cause === undefined ? '' : `; ${reason}${since(version, now)}`;
	return `${ofWeight(version, facts)}${late}`;
}

function ofWeight(
	{title, weight, reachedBy, requests}: VersionInfo,
	{probability, origin, outcomes}: ReasonFacts,
): string {
	const head = `weight ${weight}, ${origin}`;
	if (probability === 1) return `weight ${weight}: every request such as this reaches it`;
	if (probability > 0) return `${head}: ${percent(probability)} of requests such as this reach it`;
	const copies = outcomes
		.flatMap(({passes}) => passes.flatMap(({mirrors}) => mirrors))
		.find(mirror => mirror.version === title);
	if (copies) {
		const share = copies.percent === 100 ? 'every such request' : `${percent(copies.percent / 100)} of such requests`;
		return `${head}: it gets a copy of ${share}, and nobody sees its answers`;
	}

	if (weight === 0) return head;
	if (reachedBy === 'nothing') return `weight ${weight}, but no rule of the live route leads to it`;
	if (outcomes.every(({passes, rejected}) => passes.length + rejected.length === 0))
		return `weight ${weight}, but no route of the app has the request's host`;
	if (reachedBy === 'rest') {
		return `weight ${weight}, but only reached by ${requests.replace(/^everything( else)?/, 'all other requests')}`;
	}

	const rejected = outcomes.flatMap(outcome => [...outcome.rejected, ...outcome.passes.flatMap(pass => pass.rejected)]);
	const [closest] = rejected
		.filter(({versions}) => versions.includes(title))
		.toSorted((one, other) => one.closest.unmet - other.closest.unmet);
	const cause = closest ? `, and ${closest.closest.reason}` : '';
	return `weight ${weight}, but only reached by requests with ${requests}${cause}`;
}

/** ` since 12:03 UTC`, with the date when that is not today's. */
function since({since: time}: VersionInfo, now: Date): string {
	if (time === undefined) return '';
	const [date = '', clock = ''] = time.split('T');
	const isToday = now.toISOString().startsWith(date);
	return ` since ${isToday ? '' : `${date} `}${clock.slice(0, 5)} UTC`;
}
