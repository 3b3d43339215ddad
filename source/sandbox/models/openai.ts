import {randomUUID} from 'node:crypto';
import {fieldAt, isRecord, listAt, numberAt, stringAt} from '../../objects/object.ts';
import {invalid, notFound, refuse, wrongMethod, type ModelReply, type ModelRequest, type TimedEvent} from './reply.ts';
import type {TextModel} from './text-model.ts';

/** A server of texts, and its model's name in the protocol. */
interface ServedText {
	readonly name: string;
	readonly text: TextModel;
}

/** What is asked: a chat or the completion of a text. */
interface Prompt {
	readonly isChat: boolean;
	readonly prompt: string;
	readonly most: number;
	readonly isStreamed: boolean;
	readonly countsUsage: boolean;
}

/**
 * Answers as KServe's server of language models does, with vLLM behind it: OpenAI's chat and text completions below `/openai`, health
 * and readiness as V1 and V2 have them.
 */
export function answerOpenai({method, path, body}: ModelRequest, served: ServedText): ModelReply {
	const kind = /^\/openai\/v1\/(chat\/)?completions$/.exec(path);
	if (kind) return method === 'POST' ? complete(body, kind[1] !== undefined, served) : wrongMethod('POST');
	if (method !== 'GET') return notFound;
	const {name} = served;
	if (/^\/v2\/health\/(live|ready)$/.test(path)) return {status: 200};
	if (path === '/openai/v1/models') return {status: 200, body: {object: 'list', data: [{id: name, object: 'model'}]}};
	const [, asked, verb] = /^\/v[12]\/models\/([^/]+)(\/ready)?$/.exec(path) ?? [];
	if (asked === undefined) return notFound;
	if (asked !== name) return noModel(asked);
	const isMetadata = path.startsWith('/v2') && verb === undefined;
	return {
		status: 200,
		body: isMetadata
			? {name, versions: [served.text.version], platform: '', inputs: [], outputs: []}
			: {name, ready: true},
	};
}

function noModel(name: string): ModelReply {
	return refuse(404, `Model with name ${name} does not exist.`);
}

function complete(body: string, isChat: boolean, {name, text}: ServedText): ModelReply {
	const read = readPrompt(body, isChat, name);
	if ('status' in read) return read;
	const whole = text.answer(read.prompt);
	const tokens = whole.slice(0, read.most);
	const finish = tokens.length < whole.length ? 'length' : 'stop';
	const common = {
		id: `${isChat ? 'chatcmpl' : 'cmpl'}-${randomUUID()}`,
		created: Math.floor(Date.now() / 1000),
		model: name,
	};
	const prompted = read.prompt.split(/\s+/).filter(word => word !== '').length;
	const usage = {prompt_tokens: prompted, completion_tokens: tokens.length, total_tokens: prompted + tokens.length};
	if (read.isStreamed) return {status: 200, events: eventsOf(read, tokens, {common, finish, usage, text})};
	const said = tokens.join('');
	const choice = isChat ? {index: 0, message: {role: 'assistant', content: said}} : {index: 0, text: said};
	const object = isChat ? 'chat.completion' : 'text_completion';
	return {
		status: 200,
		body: {...common, object, choices: [{...choice, logprobs: null, finish_reason: finish}], usage},
		afterMs: text.firstMs + text.gapMs * (tokens.length - 1),
	};
}

interface Streamed {
	readonly common: object;
	readonly finish: string;
	readonly usage: object;
	readonly text: TextModel;
}

function eventsOf(
	{isChat, countsUsage}: Prompt,
	tokens: readonly string[],
	{common, finish, usage, text: {firstMs, gapMs}}: Streamed,
): readonly TimedEvent[] {
	const object = isChat ? 'chat.completion.chunk' : 'text_completion';
	const event = (choices: readonly object[], rest: object = {}) =>
		JSON.stringify({...common, object, choices, ...rest});
	const part = (said: string) => ({
		index: 0,
		...(isChat ? {delta: {content: said}} : {text: said}),
		finish_reason: null,
	});
	const lastMs = firstMs + gapMs * (tokens.length - 1);
	const last = {index: 0, ...(isChat ? {delta: {}} : {text: ''}), finish_reason: finish};
	return [
		...(isChat ? [{afterMs: firstMs, data: event([{index: 0, delta: {role: 'assistant', content: ''}}])}] : []),
		...tokens.map((token, index) => ({afterMs: firstMs + gapMs * index, data: event([part(token)])})),
		{afterMs: lastMs, data: event([last])},
		...(countsUsage ? [{afterMs: lastMs, data: event([], {usage})}] : []),
		{afterMs: lastMs, data: '[DONE]'},
	];
}

function readPrompt(body: string, isChat: boolean, name: string): Prompt | ModelReply {
	let request: unknown;
	try {
		request = JSON.parse(body);
	} catch {
		return invalid('json_invalid', [0], 'JSON decode error', {});
	}

	if (!isRecord(request)) return invalid('model_attributes_type', [], 'Input should be a valid dictionary', request);
	const field = isChat ? 'messages' : 'prompt';
	const missing = ['model', field].find(each => request[each] === undefined);
	if (missing !== undefined) return invalid('missing', [missing], 'Field required', request);
	const model = stringAt(request, 'model') ?? '';
	if (model !== name) return noModel(model);
	const most =
		numberAt(request, 'max_completion_tokens') ?? numberAt(request, 'max_tokens') ?? Number.POSITIVE_INFINITY;
	if (most < 1) return badRequest(`max_tokens must be at least 1, got ${most}.`);
	if ((numberAt(request, 'n') ?? 1) !== 1) return badRequest('the sandbox makes one text at a time: n must be 1');
	const prompt = isChat ? stringAt(listAt(request, 'messages').at(-1), 'content') : stringAt(request, 'prompt');
	if (prompt === undefined) return badRequest(`the sandbox reads texts only: the last of ${field} must be one`);
	const countsUsage = fieldAt(request, 'stream_options', 'include_usage') === true;
	return {isChat, prompt, most, isStreamed: request['stream'] === true, countsUsage};
}

/** An error as KServe hands on that of vLLM. */
function badRequest(message: string): ModelReply {
	return {status: 400, body: {error: {message, type: 'BadRequestError', param: '', code: '400'}}};
}
