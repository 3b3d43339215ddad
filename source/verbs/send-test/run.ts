import {openAppGateway} from '../../inference/app-gateway.ts';
import {inferenceRequest, isSuccess, refusal} from '../../inference/infer.ts';
import {sendMany, type Outcome} from '../../inference/load.ts';
import {makeModelInput} from '../../inference/model-input.ts';
import type {OptionsOf} from '../../options/options.ts';
import {readRequestFile} from '../request-file.ts';
import {parseHeaders, parsePath} from '../request-flags.ts';
import type {sendTestVerb} from './flags.ts';
import {formatCounts, formatInference, formatOutcomes, type OutcomeContext} from './output.ts';

type SendTestOptions = OptionsOf<typeof sendTestVerb>;

/**
 * Sends inference requests to an app and prints what came back: one answer in full, several as counts. Rejects when one failed.
 * An interruption ends the sending; what came until then is printed.
 */
export async function run(options: SendTestOptions): Promise<void> {
	const {
		flags,
		arguments: [app = ''],
		signal,
		streams,
	} = options;
	const headers = parseHeaders(flags.header);
	const path = parsePath(flags.path);
	const given = flags.filename === undefined ? undefined : await readRequestFile(flags.filename, streams, path);
	const {gateway, endpoint, namespace} = await openAppGateway(options, app, {url: flags.url, headers});
	try {
		const request = inferenceRequest({
			host: endpoint.host,
			path: path ?? endpoint.path,
			headers,
			body: given ?? (await makeModelInput(gateway, endpoint.model, {signal, timeoutMs: flags.timeout})),
			signal,
			timeoutMs: flags.timeout,
		});
		const outcomes: Outcome[] = [];
		const keepsBodies = flags.output === 'json' || flags.requests === 1;
		let firstFailure: Error | undefined;
		await sendMany({
			gateway,
			request,
			requests: flags.requests,
			concurrency: flags.concurrency,
			onOutcome(outcome) {
				firstFailure ??= failureOf(outcome, request.host);
				outcomes.push(outcome instanceof Error || keepsBodies ? outcome : {...outcome, body: ''});
			},
		});
		if (outcomes.length > 0) {
			const context = {app, namespace, host: request.host, path: request.path};
			streams.stdout.write(format(outcomes, context, options));
		}

		if (firstFailure !== undefined) throw overallFailure(firstFailure, outcomes);
	} finally {
		gateway.close();
	}
}

function format(outcomes: readonly Outcome[], context: OutcomeContext, {flags, color}: SendTestOptions): string {
	if (flags.output === 'json') return formatOutcomes(outcomes, context);
	return flags.requests === 1 ? formatInference(outcomes, color) : formatCounts(outcomes, color);
}

function failureOf(outcome: Outcome, host: string): Error | undefined {
	if (outcome instanceof Error) return outcome;
	return isSuccess(outcome) ? undefined : new Error(refusal(outcome, host));
}

function overallFailure(first: Error, outcomes: readonly Outcome[]): Error {
	if (outcomes.length === 1) return first;
	const failed = outcomes.filter(outcome => outcome instanceof Error || !isSuccess(outcome)).length;
	return new Error(`${failed} of ${outcomes.length} requests failed, the first so: ${first.message}`, {cause: first});
}
