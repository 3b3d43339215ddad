import {humanDuration} from '../print/age.ts';
import {comparisonWords, isFavourable, type VersionComparison} from './version-comparison.ts';
import {testOfObject, type VersionTest} from './version-test.ts';

/** What is known of the tests of what an action brings into service, for who decides on it. */
export interface Evidence {
	readonly words: string;
	readonly isTested: boolean;
	/** Whether it was tested, nothing failed, and what was compared speaks for it beside the primary as it is. */
	readonly isGood: boolean;
}

/** A candidate's object, as it is to be judged. */
export interface Judged {
	readonly name: string;
	readonly uid: string | undefined;
	/** Hash of its spec. */
	readonly spec: string;
	/** Beside which it is judged. */
	readonly primary: {
		readonly name: string;
		/** Hash of its spec; undefined where it has none. */
		readonly spec: string | undefined;
	};
}

/** What the kept tests say of an object as it is: `tested: 20 requests, 0 failed, 40s ago by alice`, or that nobody has tested it. */
export function evidenceOf(tests: readonly VersionTest[], judged: Judged, now: Date): Evidence {
	const test = testOfObject(tests, judged);
	if (test) {
		const {failed, compared} = test;
		const isGood = failed === 0 && (!compared || (isOfPresent(compared, judged) && isFavourable(compared)));
		return {words: `tested: ${testWords(test, judged, now)}`, isTested: true, isGood};
	}

	return {words: `${judged.name} was never tested since its spec last changed`, isTested: false, isGood: false};
}

/** Whether a comparison was made with the spec that the primary has. */
export function isOfPresent({primary}: VersionComparison, judged: Judged): boolean {
	return primary === judged.primary.spec;
}

/** A test in words: `20 requests, 0 failed, 40s ago by alice`, and what was compared. */
function testWords({requests, failed, at, by, compared}: VersionTest, judged: Judged, now: Date): string {
	const sent = `${requests === 1 ? '1 request' : `${requests} requests`}, ${failed} failed`;
	if (!compared) return `${sent}, ${whenWords({at, by}, now)}`;
	const beside = isOfPresent(compared, judged) ? '' : ` with a spec that ${judged.primary.name} no longer has`;
	const isSame = compared.at === at && compared.by === by;
	const [first, second] = [whenWords({at, by}, now), whenWords(compared, now)];
	return `${sent}${isSame ? '' : `, ${first}`}; ${comparisonWords(compared, beside)}, ${second}`;
}

function whenWords({at, by}: Pick<VersionTest, 'at' | 'by'>, now: Date): string {
	// clocks of different machines differ
	return `${humanDuration(Math.max(0, now.getTime() - Date.parse(at)))} ago by ${by}`;
}
