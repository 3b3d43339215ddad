import {openAppGateway, type AppGateway} from '../../inference/app-gateway.ts';
import {outcomeOf} from '../../inference/load.ts';
import {makeModelInput} from '../../inference/model-input.ts';
import {sendPrepared} from '../../inference/protocols/send-prepared.ts';
import {runLoad, type LoadTimes} from '../../load/run-load.ts';
import type {Weight} from '../../load/split.ts';
import type {AppState} from '../../runner/app-state.ts';
import {AnswerCount} from './answer-count.ts';
import {keepResults, type Result} from './keep-results.ts';
import {checkInputs, prepareRequests} from './prepare-requests.ts';
import {answerRemarks} from './remarks.ts';
import {expectedSplit, intendedCandidate, nobodyServes, rulesFor, testState} from './test-state.ts';
import type {Test, TestContext} from './test.ts';

/** Where requests go. */
export interface TestPlace {
	readonly namespace: string;
	readonly host: string;
	readonly path: string;
	/** How the route splits the requests, of a test of more than one; undefined where that is not known. */
	readonly split?: readonly Weight[] | undefined;
}

/**
 * Sends inference requests to an app as its clients do, through its route, and tells of each answer; keeps what they show of its
 * candidates. Rejects when none can be sent. When the signal aborts it ends early. Resolves with what the requests took.
 */
export async function sendTest(
	context: TestContext,
	app: string,
	test: Test,
	onPlace: (place: TestPlace) => void = () => undefined,
): Promise<LoadTimes> {
	const {url, access, headers, requests, concurrency} = test;
	const {signal} = context;
	const reading = testState(context, app);
	const opened = await openAppGateway(context, app, {url, access, headers});
	const {gateway, endpoint, namespace} = opened;
	try {
		const inputs = test.inputs
			? await checkInputs(opened, test.inputs, test, signal)
			: [{body: await bodyFor(opened, test, reading, signal), where: 'the metadata'}];
		const prepared = prepareRequests(endpoint, app, inputs, {...test, signal});
		const [first] = prepared;
		if (first === undefined) throw new Error('there is no request to send');
		const {request, ownPath} = first;
		const before = test.load || requests > 1 ? await reading : undefined;
		onPlace({namespace, host: request.host, path: request.path, split: before && expectedSplit(before, request)});
		const answers = new AnswerCount();
		const times = await runLoad({
			...(test.load ?? {pace: {kind: 'closed', concurrency}, bound: {requests}}),
			send: index => {
				const next = prepared[index % prepared.length] ?? first;
				return outcomeOf(() => sendPrepared(gateway, next.request, next.input));
			},
			onResult({result, ...unit}) {
				answers.add(result);
				test.onOutcome(result, unit);
			},
			onDropped: (_index, dueMs) => test.onDropped?.(dueMs),
			signal,
		});
		const state = await reading;
		if (!state || signal.aborted) return times;
		const rules = rulesFor(state, request);
		const intended = intendedCandidate(state, rules);
		for (const remark of answerRemarks(state, {answers, intended, request, ownPath, rules})) test.onRemark(remark);
		await keepResults(context, state, test, {results: resultsOf(state, answers, intended), answers});
		return times;
	} finally {
		gateway.close();
	}
}

/** A request for the model that answers. Rejects, where no version serves, with that. */
async function bodyFor(
	{gateway, endpoint}: AppGateway,
	{timeoutMs}: Test,
	reading: Promise<AppState | undefined>,
	signal: AbortSignal,
): Promise<string> {
	try {
		return await makeModelInput(gateway, endpoint.model, {signal, timeoutMs});
	} catch (error) {
		signal.throwIfAborted();
		const state = await reading;
		const missing = state && nobodyServes(state);
		throw missing === undefined ? error : new Error(missing, {cause: error});
	}
}

/** Requests that nobody answered are those of the version that they were meant for. */
function resultsOf({versions}: AppState, answers: AnswerCount, intended: string | undefined): readonly Result[] {
	return versions.map(({reference: {name: version}}) => {
		const own = answers.of(version);
		const isIntended = version === intended;
		const lost = isIntended ? answers.of(undefined).requests : 0;
		return {
			version,
			way: isIntended ? 'match' : 'route',
			requests: own.requests + lost,
			failed: own.failed + lost,
		};
	});
}
