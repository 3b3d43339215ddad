import type {Progress} from '../../actions/plan.ts';
import {planPromote} from '../../actions/promote/promote.ts';
import {openAppGateway, type AppGateway} from '../../inference/app-gateway.ts';
import {inferOnce} from '../../inference/infer.ts';
import {makeModelInput} from '../../inference/model-input.ts';
import type {Options} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import {readRequestFile} from '../request-file.ts';
import type {promoteVerb} from './flags.ts';

type PromoteCommand = Options<typeof promoteVerb.flags>;

/** How long the new primary may take for one inference, in milliseconds: a first request can be slow. */
const inferenceTimeoutMs = 60_000;

export async function run(options: PromoteCommand): Promise<void> {
	const {filename, skipTest, timeout, drain, wait} = options.flags;
	const app = appArgument(options);
	const body = filename === undefined ? undefined : await readRequestFile(filename, options.streams);
	const context = await actionContext(options, timeout, drain);
	const infer = skipTest
		? undefined
		: async (version: string, progress: Progress): Promise<string> =>
				sendInference(options, app, version, body, progress);
	await perform(options, await planPromote(context, app, {infer, isAwaited: wait}), {isAsked: true});
}

/** One ordinary request, which the strategy sends to the primary. Rejects unless the primary answers it well. */
async function sendInference(
	options: PromoteCommand,
	app: string,
	primary: string,
	given: string | undefined,
	progress: Progress,
): Promise<string> {
	const opened = await openAppGateway(options, app, {url: options.flags.url});
	const {gateway, endpoint} = opened;
	const patience = {signal: options.signal, timeoutMs: inferenceTimeoutMs};
	try {
		const body = given ?? (await madeInput(opened, progress, patience));
		if (body === undefined) return await askReadiness(opened, primary, patience);
		const {status, version} = await inferOnce(gateway, {
			host: endpoint.host,
			path: endpoint.path,
			headers: {},
			body,
			...patience,
		});
		if (version !== primary)
			throw new Error(`the inference was answered by ${version ?? 'no version'}, not by ${primary}`);
		return `${primary} answered an inference with HTTP ${status}`;
	} finally {
		gateway.close();
	}
}

type Patience = Readonly<{signal: AbortSignal; timeoutMs: number}>;

/** A request made from the model's metadata; undefined for a model that does not tell its inputs. */
async function madeInput(
	{gateway, endpoint}: AppGateway,
	progress: Progress,
	patience: Patience,
): Promise<string | undefined> {
	if (!endpoint.model) return undefined;
	try {
		return await makeModelInput(gateway, endpoint.model, patience);
	} catch (error) {
		progress(error instanceof Error ? error.message : String(error));
		return undefined;
	}
}

/** Without an input the most that can be asked is whether the model is loaded (V2 protocol, model readiness). */
async function askReadiness({gateway, endpoint}: AppGateway, primary: string, patience: Patience): Promise<string> {
	const {model} = endpoint;
	if (!model)
		throw new Error(`cannot tell which model ${primary} serves: give a request with -f, or go on with --skip-test`);
	const path = `/v2/models/${encodeURIComponent(model.name)}/ready`;
	const {status} = await gateway.send({method: 'GET', host: model.host, path, headers: {}, ...patience});
	if (status === 200) return `${primary} says that its model is ready`;
	throw new Error(
		`${primary} says that its model is not ready (HTTP ${status}): go on with promote, or back with abort`,
	);
}
