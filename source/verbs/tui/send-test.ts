import {openAppGateway} from '../../inference/app-gateway.ts';
import {inferenceRequest, isSuccess, refusal} from '../../inference/infer.ts';
import {sendMany, type Outcome} from '../../inference/load.ts';
import {makeModelInput} from '../../inference/model-input.ts';
import type {Target} from '../../kube/target.ts';
import type {TestOptions, TestOutcome} from '../../tui/session.ts';
import {readRequestFile} from '../request-file.ts';

/** As the verb send-test has it by default. */
const timeoutMs = 10_000;

/**
 * Sends a test to an app through its gateway, over connections that are kept until its end. Without a file the
 * first request asks the model what its inputs are. Resolves when all are answered or the signal aborts; rejects when none can be sent.
 */
export async function sendTest(target: Target, app: string, test: TestOptions): Promise<void> {
	const {headers, path, filename, requests, concurrency, signal} = test;
	try {
		const given = filename === undefined ? undefined : await readRequestFile(filename, process);
		const connect = () => Promise.resolve(target);
		const {gateway, endpoint} = await openAppGateway({connect, signal}, app, {url: undefined, headers});
		try {
			const request = inferenceRequest({
				host: endpoint.host,
				path: path ?? endpoint.path,
				headers,
				body: given ?? (await makeModelInput(gateway, endpoint.model, {signal, timeoutMs})),
				signal,
				timeoutMs,
			});
			const onOutcome = (outcome: Outcome) => test.onOutcome(testOutcome(outcome, request.host));
			await sendMany({gateway, request, requests, concurrency, onOutcome});
		} finally {
			gateway.close();
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}

function testOutcome(outcome: Outcome, host: string): TestOutcome {
	if (outcome instanceof Error) return {version: undefined, status: undefined, latencyMs: 0, failure: outcome.message};
	const {version, status, elapsedMs} = outcome;
	return {version, status, latencyMs: elapsedMs, failure: isSuccess(outcome) ? undefined : refusal(outcome, host)};
}
