import {ask, forEachAtOnce} from './ask.ts';
import type {Seen} from './echo-servers.ts';
import {isWhole} from './requests.ts';
import {versionNames, type AppCase} from './setups.ts';
import type {Stand} from './stand.ts';

/** How often a request is sent to see how it is split; the bounds are wider where it is less often. */
export const sample = isWhole ? 10_000 : 2000;

/** What became of a sample, by version, in the order of `versionNames`. */
export interface Split {
	/** Answers 200 that carry the version as their only `app-version` and come from its server. */
	readonly answers: readonly number[];
	/** Everything else, by status and `app-version`. */
	readonly others: readonly string[];
}

/** Sends requests of one name in turns to `/` and to infer by the app's name; `tally` counts them at the servers. */
export async function draw(stand: Stand, appCase: AppCase, tally: string): Promise<Split> {
	const {setup, app} = appCase;
	const entrance = stand.entranceOf(setup);
	const versions = new Map<string, number>(versionNames.map((name, index) => [stand.addressOf(setup, name), index]));
	const answers = versionNames.map(() => 0);
	const others: string[] = [];
	const paths = ['/', `/v2/models/${app.name}/infer`];
	const common = {method: 'POST', host: `${app.name}.${app.namespace}`, headers: {'x-tally': tally}};
	await forEachAtOnce(Array(sample).keys(), async turn => {
		const {status, appVersions, body} = await ask(entrance, {...common, path: paths[turn % 2] ?? '/'});
		const index = status === 200 ? versions.get((JSON.parse(body) as Seen).at) : undefined;
		const isTold = index !== undefined && appVersions.length === 1 && appVersions[0] === versionNames[index];
		if (isTold) answers[index] = (answers[index] ?? 0) + 1;
		else others.push(`${status} ${appVersions.join()}`);
	});
	return {answers, others};
}

/** The fewest and the most that a share of a sample may be in 999 of 1000 samples: the quantiles of the binomial distribution. */
export function bounds(share: number): readonly [least: number, most: number] {
	if (share === 0 || share === 1) return [sample * share, sample * share];
	let cumulated = 0;
	let least = -1;
	for (let count = 0; count <= sample; count++) {
		cumulated += Math.exp(logChoose(count) + count * Math.log(share) + (sample - count) * Math.log(1 - share));
		if (least < 0 && cumulated > 0.0005) least = count;
		if (cumulated >= 0.9995) return [least, count];
	}

	return [least, sample];
}

/** Logarithms of the factorials up to that of the sample. */
const logFactorials = Array.from({length: sample + 1}, () => 0);
for (let count = 1; count <= sample; count++) logFactorials[count] = (logFactorials[count - 1] ?? 0) + Math.log(count);

function logChoose(count: number): number {
	const [all = 0, some = 0, rest = 0] = [sample, count, sample - count].map(each => logFactorials[each]);
	return all - some - rest;
}

export function isWithin(count: number, [least, most]: readonly [number, number] = [0, -1]): boolean {
	return count >= least && count <= most;
}
