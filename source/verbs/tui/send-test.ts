import {wayWords, type AskedVersion} from '../../actions/send-test/asked-version.ts';
import {compareVersions} from '../../actions/send-test/compare-versions.ts';
import {sendTest as sendToApp} from '../../actions/send-test/send-test.ts';
import type {TestContext} from '../../actions/send-test/test.ts';
import {isSuccess, refusal} from '../../inference/infer.ts';
import type {Outcome} from '../../inference/load.ts';
import {answerOf} from '../../inference/outputs.ts';
import type {TestOptions, TestOutcome} from '../../tui/session.ts';
import {onlyBody, readInputs} from '../request-inputs.ts';

/** As the verb send-test has it by default. */
const timeoutMs = 10_000;

/**
 * Sends a test to an app, or to its primary and a candidate, as the verb does. Without a file the first request asks the model what
 * its inputs are. Resolves when all are answered or the signal aborts; rejects when none can be sent.
 */
export async function sendTest(
	context: TestContext,
	app: string,
	{version, filename, signal, ...test}: TestOptions,
	isKept: boolean,
): Promise<void> {
	try {
		const read = filename === undefined ? undefined : await readInputs(filename, process, {path: test.path});
		const inputs = read?.inputs;
		const common = {...test, timeoutMs, url: undefined, isKept};
		if (version !== undefined) await compare(context, app, version, {...common, body: onlyBody(inputs)});
		else {
			let host = '';
			const onOutcome = (outcome: Outcome) => test.onOutcome(testOutcome(outcome, host));
			await sendToApp(context, app, {...common, inputs, onOutcome}, place => void (host = place.host));
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}

async function compare(
	context: TestContext,
	app: string,
	version: string,
	test: Omit<TestOptions, 'version' | 'filename' | 'signal'> & {
		readonly body: string | undefined;
		readonly timeoutMs: number;
		readonly url: undefined;
		readonly isKept: boolean;
	},
): Promise<void> {
	let versions: readonly AskedVersion[] = [];
	await compareVersions(context, app, version, {
		...test,
		onAsked: asked => void (versions = asked),
		onOutcome({asked, outcome, failure}) {
			const found = versions.find(each => each.version === asked);
			const answer = outcome instanceof Error || failure !== undefined ? undefined : answerOf(outcome);
			const by = found ? wayWords(found) : '';
			test.onOutcome({...testOutcome(outcome, ''), failure, asked: {version: asked, by}, answer});
		},
	});
}

function testOutcome(outcome: Outcome, host: string): TestOutcome {
	if (outcome instanceof Error) return {version: undefined, status: undefined, latencyMs: 0, failure: outcome.message};
	const {version, status, elapsedMs} = outcome;
	return {version, status, latencyMs: elapsedMs, failure: isSuccess(outcome) ? undefined : refusal(outcome, host)};
}
