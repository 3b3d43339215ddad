import {compareMetadata} from '../../analysis/comparison/contract.ts';
import {lostClasses} from '../../analysis/comparison/lost-classes.ts';
import type {ComparisonResult} from '../../analysis/comparison/result.ts';
import {openAppGateway} from '../../inference/app-gateway.ts';
import {checkAllAgainst, leftOutWords, refuseBad} from '../../inference/input/bad-inputs.ts';
import type {Input} from '../../inference/input/input.ts';
import {prepareInput} from '../../inference/protocols/exchange.ts';
import {requestPath} from '../../inference/protocols/request-place.ts';
import {keptClasses} from '../../rollout/version-comparison.ts';
import {readApp} from '../../runner/app-state.ts';
import type {AskedVersion} from '../send-test/asked-version.ts';
import {keepResults} from '../send-test/keep-results.ts';
import {testState} from '../send-test/test-state.ts';
import type {TestContext} from '../send-test/test.ts';
import {soleCandidate, pairOf} from '../send-test/version-pair.ts';
import {changedWords} from './changed-versions.ts';
import type {ComparisonPlan} from './comparison-plan.ts';
import {latencyFault} from './latency-fault.ts';
import {HopelessError, PairSender} from './pair-sender.ts';
import {VersionAsker} from './version-asker.ts';

/** What was compared, and what came of it. */
export interface Compared {
	/** The primary, then the candidate. */
	readonly asked: readonly [AskedVersion, AskedVersion];
	readonly result: ComparisonResult;
}

/**
 * Sends the same requests to an app's primary and to one of its candidates, each alone, one right after the other in random
 * order, and says whether the candidate is as good; without a name it is the app's only candidate. Keeps the verdict for who
 * promotes; there is none when one of both has changed meanwhile. When the signal aborts it ends early, with what is known by then. Rejects when the versions cannot be compared,
 * as when one of them answers nothing.
 */
export async function compare(
	context: TestContext,
	app: string,
	candidate: string | undefined,
	plan: ComparisonPlan,
): Promise<Compared> {
	const state = await readApp(context, app);
	const pair = pairOf(state, candidate ?? soleCandidate(state));
	const askers: VersionAsker[] = [];
	// Requests of a file are of one protocol; whether the route lets them through is told by the first.
	const protocol = plan.inputs[0] && prepareInput(plan.inputs[0]).protocol;
	const path = requestPath(protocol, app, plan);
	const open = async (version: string): Promise<VersionAsker> => {
		const at = await openAppGateway(context, app, {url: plan.url, access: plan.access, version, path});
		const asker = new VersionAsker(version, [app, ...pair], at, plan, context.signal);
		askers.push(asker);
		return asker;
	};
	try {
		const primary = await open(pair[0]);
		const other = await open(pair[1]);
		const [told, toldOther] = [await primary.metadata(), await other.metadata()];
		const inputs = fitting(told, plan);
		// What cannot be sent is told before anything is.
		for (const input of inputs) primary.prepare(input);
		const sender = new PairSender({primary, candidate: other}, inputs, plan, context.signal);
		const elapsedMs = await sender.send().catch(async (error: unknown) => {
			// For who promotes, that it never answered well is a test, and none that it was never tested.
			if (error instanceof HopelessError && error.version === pair[1]) {
				const {allAnswers: answers} = sender;
				const {requests} = answers.of(pair[1]);
				const failed = {version: pair[1], way: other.asked.way, requests, failed: requests};
				await keepResults(context, state, plan, {results: [failed], answers});
			}

			throw error;
		});
		if (sender.pairs === 0) context.signal.throwIfAborted();
		const after = await testState(context, app);
		const changed = after && changedWords(state, after, pair);
		const result = sender.comparison.result({
			elapsedMs,
			metadata: compareMetadata(told, toldOther),
			latencyFault: latencyFault(primary.asked, other.asked),
			changed,
		});
		const {verdict, inputs: different, question} = result;
		const kept = {
			version: pair[1],
			way: other.asked.way,
			requests: result.pairs,
			failed: result.candidate.failed.count,
			compared: {
				verdict,
				inputs: different,
				margin: question.margin,
				...keptClasses(lostClasses(result).map(({label}) => label)),
			},
		};
		await keepResults(context, state, plan, {results: [kept], answers: sender.answers});
		return {asked: [primary.asked, other.asked], result};
	} finally {
		for (const asker of askers) asker.close();
	}
}

/**
 * The inputs that the primary's model takes, as far as it tells; all of them at a path of the user's own, where another one may answer.
 * Throws an Error that names one which it does not, unless those are left out.
 */
function fitting(metadata: unknown, {inputs, path, skipsBad, onRemark}: ComparisonPlan): readonly Input[] {
	if (path !== undefined) return inputs;
	const checked = checkAllAgainst(metadata, inputs);
	refuseBad(checked, skipsBad);
	const words = leftOutWords(checked.bad);
	if (words !== undefined) onRemark(words);
	return checked.inputs;
}
