import {humanDuration} from '../print/age.ts';
import {testOfObject, type VersionComparison, type VersionTest} from './version-test.ts';

/** What is known of the tests of what an action brings into service, for who decides on it. */
export interface Evidence {
	readonly words: string;
	readonly isTested: boolean;
	/** Whether it was tested and nothing failed. */
	readonly isGood: boolean;
}

/** A version's object, as it is to be judged. */
interface Judged {
	readonly name: string;
	readonly uid: string | undefined;
	/** Hash of its spec. */
	readonly spec: string;
}

/** What the kept tests say of an object as it is: `tested: 20 requests, 0 failed, 40s ago by alice`, or that nobody has tested it. */
export function evidenceOf(tests: readonly VersionTest[], judged: Judged, now: Date): Evidence {
	const test = testOfObject(tests, judged);
	if (test) {
		const isGood = test.failed === 0 && test.compared?.verdict !== 'worse';
		return {words: `tested: ${testWords(test, now)}`, isTested: true, isGood};
	}

	return {words: `${judged.name} was never tested since its spec last changed`, isTested: false, isGood: false};
}

/** A test in words: `20 requests, 0 failed, 40s ago by alice`, and what was compared. */
function testWords({requests, failed, at, by, compared}: VersionTest, now: Date): string {
	const sent = `${requests === 1 ? '1 request' : `${requests} requests`}, ${failed} failed`;
	if (!compared) return `${sent}, ${whenWords({at, by}, now)}`;
	const isSame = compared.at === at && compared.by === by;
	const [first, second] = [whenWords({at, by}, now), whenWords(compared, now)];
	return `${sent}${isSame ? '' : `, ${first}`}; ${comparisonWords(compared)}, ${second}`;
}

/** `compared on 897 inputs: no worse (margin 1 %)`. */
function comparisonWords({verdict, inputs, margin}: VersionComparison): string {
	const on = inputs === 1 ? '1 input' : `${inputs} inputs`;
	return `compared on ${on}: ${verdict} (margin ${Number((margin * 100).toPrecision(3))} %)`;
}

function whenWords({at, by}: Pick<VersionTest, 'at' | 'by'>, now: Date): string {
	// clocks of different machines differ
	return `${humanDuration(Math.max(0, now.getTime() - Date.parse(at)))} ago by ${by}`;
}
