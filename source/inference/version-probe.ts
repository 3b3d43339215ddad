import {fieldAt} from '../objects/object.ts';
import {openAppGateway, type AppGateway, type AppGatewayOptions, type GatewaySeeker} from './app-gateway.ts';
import type {Endpoint, Model} from './endpoint.ts';
import type {Answer, Gateway, GatewayRequest} from './gateway.ts';
import {inferenceRequest, isSuccess, refusal, type InferenceRequest} from './infer.ts';
import {makeModelInput} from './model-input.ts';
import {prepareInput, type NamedModel} from './protocols/exchange.ts';
import {appPath, inputAt, versionModel} from './protocols/request-place.ts';
import {sendPrepared} from './protocols/send-prepared.ts';
import {parsedOrUndefined} from './v2.ts';

const where = 'the request';

/** How long one inference may take, in milliseconds: a first request can be slow. */
const timeoutMs = 60_000;

/** What a user gave to be sent; what is missing is found out from the model. */
export interface ProbeRequest {
	readonly body?: string | undefined;
	/** With its query. */
	readonly path?: string | undefined;
}

interface VersionProbe extends ProbeRequest {
	readonly version: string;
	/** Told when no request can be made from the model's metadata. */
	readonly onProgress: (words: string) => void;
	readonly signal: AbortSignal;
}

/** Opens the gateway of an app and asks one version of it; `url`, `lookup` and `access` as for `openAppGateway`. Resolves and rejects like `askVersion`. */
export async function askOnce(
	seeker: GatewaySeeker,
	app: string,
	{url, lookup, access, ...probe}: VersionProbe & Pick<AppGatewayOptions, 'url' | 'lookup' | 'access'>,
): Promise<string> {
	const {body} = probe;
	const {protocol} = prepareInput({body: body ?? '', where});
	const path = probe.path ?? appPath(protocol, app);
	const opened = await openAppGateway(seeker, app, {url, lookup, access, version: probe.version, path});
	try {
		return await askVersion(opened, {...probe, path});
	} finally {
		opened.gateway.close();
	}
}

/**
 * Asks one version of an app what promote asks before it trusts it: the given request, else one made from the model's metadata,
 * else whether its model is ready. Resolves with what it answered, in words; rejects with an Error unless it answers well. The
 * gateway must be opened for this version.
 */
export async function askVersion({gateway, endpoint, names}: AppGateway, probe: VersionProbe): Promise<string> {
	const {version, onProgress, signal} = probe;
	const body = probe.body ?? (await madeInput(gateway, endpoint.model, onProgress, signal));
	if (body === undefined) return askReadiness(gateway, endpoint, version, signal);
	const own = endpoint.model?.name;
	const model = own === undefined ? undefined : versionModel(own, names);
	const input = inputAt(probe.path, prepareInput({body, where}, {model}));
	const request = versionRequest(endpoint, {body: input.body, path: probe.path, model, signal, timeoutMs});
	const headers = {...request.headers, ...input.headers};
	const answer = await sendPrepared(gateway, {...request, headers}, input);
	if (isRouteless(endpoint, answer)) return notAsked(version);
	const fault = answerFault(endpoint, version, answer);
	if (fault !== undefined) throw new Error(fault);
	return `${version} answered an inference with HTTP ${answer.status}`;
}

/**
 * The inference that a version is asked at its endpoint; the path is one that the app has, undefined for the model's own. At its own
 * server a name in the path gives way to the model's as one in the body does.
 */
export function versionRequest(
	endpoint: Endpoint,
	{
		body,
		path,
		model,
		signal,
		timeoutMs,
	}: Pick<InferenceRequest, 'body' | 'signal' | 'timeoutMs'> &
		Pick<ProbeRequest, 'path'> & {readonly model: NamedModel | undefined},
): GatewayRequest {
	const {host, headers = {}} = endpoint;
	return inferenceRequest({host, path: pathAt(endpoint, path, model), headers, body, signal, timeoutMs});
}

/** What is wrong with a version's answer to that: an error, or another version's; undefined when nothing is. */
export function answerFault(endpoint: Endpoint, version: string, answer: Answer): string | undefined {
	if (!isSuccess(answer)) return refusal(answer, endpoint.host);
	if (endpoint.isDirect || answer.version === version) return undefined;
	return `the inference was answered by ${answer.version ?? 'no version'}, not by ${version}`;
}

/** A path as the app has it names the app's model; at a version's own server the model has another name. */
function pathAt({path, isDirect}: Endpoint, given: string | undefined, model: NamedModel | undefined): string {
	if (given === undefined) return path;
	if (!isDirect || !model) return given;
	return given.replace(/(?<=^\/v\d+\/models\/)[^/:]+/, name =>
		model.replaces(name) ? encodeURIComponent(model.name) : name,
	);
}

/** A request made from the model's metadata; undefined for a model that does not tell its inputs. */
async function madeInput(
	gateway: Gateway,
	model: Model | undefined,
	onProgress: (words: string) => void,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (!model) return undefined;
	try {
		return await makeModelInput(gateway, model, {signal, timeoutMs});
	} catch (error) {
		signal.throwIfAborted();
		onProgress(error instanceof Error ? error.message : String(error));
		return undefined;
	}
}

/** At a version's own host: Envoy's answer where it has no route, without a body. A model's own 404 says something. */
export function isRouteless({isDirect}: Endpoint, {status, body}: Answer): boolean {
	return isDirect === true && status === 404 && body === '';
}

function notAsked(version: string): string {
	return `${version} was not asked: no route of the gateway leads to it alone`;
}

const goOn = 'give a request that it answers with -f, or go on with --skip-test';

/** Without an input the most that can be asked is whether the model is loaded (V2, model readiness; V1, model status). */
async function askReadiness(
	gateway: Gateway,
	endpoint: Endpoint,
	version: string,
	signal: AbortSignal,
): Promise<string> {
	const {model} = endpoint;
	if (!model) throw new Error(`cannot tell which model ${version} serves: ${goOn}`);
	const {host, headers = {}} = model;
	const name = encodeURIComponent(model.name);
	const answers: Answer[] = [];
	for (const path of [`/v2/models/${name}/ready`, `/v1/models/${name}`]) {
		const answer = await gateway.send({method: 'GET', host, path, headers, signal, timeoutMs});
		if (answer.status === 200 && saysReady(answer.body)) return `${version} says that its model is ready`;
		answers.push(answer);
		if (answer.status !== 404) break; // of another protocol it would be 404
	}

	if (answers.every(answer => isRouteless(endpoint, answer))) return notAsked(version);

	throw new Error(
		`${version} does not say that its model ${model.name} is ready (HTTP ${answers.map(({status}) => status).join(' and ')} for host ${host}): ${goOn}`,
	);
}

/** V2 answers without a body, V1 with `{"name": …, "ready": true}`, and some servers with "True" and "False". */
function saysReady(body: string): boolean {
	const ready = fieldAt(parsedOrUndefined(body), 'ready');
	return ready === undefined || ready === true || (typeof ready === 'string' && ready.toLowerCase() === 'true');
}
