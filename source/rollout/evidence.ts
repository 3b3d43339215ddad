import {humanDuration} from '../print/age.ts';
import {testOfObject, type VersionTest} from './version-test.ts';

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
	if (test) return {words: `tested: ${testWords(test, now)}`, isTested: true, isGood: test.failed === 0};
	return {words: `${judged.name} was never tested since its spec last changed`, isTested: false, isGood: false};
}

/** A test in words: `20 requests, 0 failed, 40s ago by alice`. */
function testWords({requests, failed, at, by}: VersionTest, now: Date): string {
	// clocks of different machines differ
	const age = humanDuration(Math.max(0, now.getTime() - Date.parse(at)));
	const sent = requests === 1 ? '1 request' : `${requests} requests`;
	return `${sent}, ${failed} failed, ${age} ago by ${by}`;
}
