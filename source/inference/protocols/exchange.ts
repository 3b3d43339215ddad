import {isRecord} from '../../objects/object.ts';
import {binaryHeader, type Answer, type GatewayRequest} from '../gateway.ts';
import type {Input} from '../input/input.ts';
import {withMember} from '../input/member.ts';
import {parsedOrUndefined, readJson} from '../v2.ts';
import {binaryBody} from './binary-tensors.ts';
import {unread, type Json, type Protocol} from './protocol.ts';
import {protocolOf} from './protocols.ts';
import {StreamReader, type StreamReading} from './stream-reader.ts';

/** A model's name, for requests that have it in their body. */
export interface NamedModel {
	readonly name: string;
	/** Whether it takes the place of a name that the request gives; else it only fills in a missing one. */
	replaces(given: string): boolean;
}

/** An input as it is sent, made once for all times that it is. */
export interface PreparedInput {
	/** Undefined for one that is known to no adapter, and is sent as it is. */
	readonly protocol: Protocol | undefined;
	readonly body: string | Uint8Array;
	/** What the body needs; names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Whether it asks for a stream of events. */
	readonly isStreamed: boolean;
}

const json = {'content-type': 'application/json', accept: 'application/json'};

/** Makes an input ready to be sent; `isBinary` makes V2's tensors binary ones. Throws an Error that names the input where that fails. */
export function prepareInput(
	input: Input,
	{model, isBinary = false}: {readonly model?: NamedModel | undefined; readonly isBinary?: boolean} = {},
): PreparedInput {
	const parsed = parsedOrUndefined(input.body);
	const request: Json = isRecord(parsed) ? parsed : {};
	const protocol = protocolOf(request);
	if (isBinary) return prepareBinary(input, request, protocol);
	if (!protocol?.readEvent) return {protocol, body: input.body, headers: json, isStreamed: false};
	const isStreamed = request['stream'] === true;
	return {
		protocol,
		body: withModel(input.body, request, model),
		headers: isStreamed ? {...json, accept: 'text/event-stream'} : json,
		isStreamed,
	};
}

function prepareBinary({where}: Input, request: Json, protocol: Protocol | undefined): PreparedInput {
	if (protocol?.name !== 'V2') throw new Error(`${where} has no tensors: only requests of V2 can be sent in binary`);
	try {
		const {body, jsonLength} = binaryBody(request);
		const headers = {'content-type': 'application/octet-stream', [binaryHeader]: String(jsonLength)};
		return {protocol, body, headers, isStreamed: false};
	} catch (error) {
		throw new Error(`${where}: ${(error as Error).message}`, {cause: error});
	}
}

function withModel(body: string, {model: given}: Json, model: NamedModel | undefined): string {
	const isTaken = model && (typeof given !== 'string' || model.replaces(given));
	return isTaken && given !== model.name ? withMember(body, 'model', JSON.stringify(model.name)) : body;
}

/** Follows one answer to a prepared input. */
export interface AnswerListener {
	/** For the request that is sent; undefined where the answer is read as a whole. */
	readonly onChunk: GatewayRequest['onChunk'];
	/** What the answer came to, whose status must be good. Never throws. */
	readonly read: (answer: Answer) => StreamReading;
}

/** A new listener for each time that an input is sent. */
export function listenTo({protocol, isStreamed}: Pick<PreparedInput, 'protocol' | 'isStreamed'>): AnswerListener {
	if (!protocol) return {onChunk: undefined, read: () => ({outputs: [], model: ''})};
	const reader = isStreamed && protocol.readEvent ? new StreamReader(protocol.readEvent) : undefined;
	return {
		onChunk: reader && ((bytes, atMs) => reader.add(bytes, atMs)),
		read: answer => compressed(answer) ?? (reader ? readStream(reader, answer) : readWhole(protocol, answer)),
	};
}

/** No request of ours says that its answer may be compressed. */
function compressed({headers}: Answer): StreamReading | undefined {
	const encoding = headers['content-encoding'] ?? 'identity';
	if (encoding === '' || encoding.toLowerCase() === 'identity') return undefined;
	return unread(`is compressed (${encoding.slice(0, 100)}), which was not asked for`);
}

function readStream(reader: StreamReader, {headers, elapsedMs}: Answer): StreamReading {
	const type = headers['content-type'] ?? 'none';
	if (/^text\/event-stream\b/i.test(type)) return reader.end(elapsedMs);
	return unread(
		`is no stream of events, which was asked for: its content type is ${JSON.stringify(type.slice(0, 100))}`,
	);
}

function readWhole(protocol: Protocol, answer: Answer): StreamReading {
	const read = readJson(answer.body);
	if ('fault' in read) return unread(`is not JSON: ${read.fault}`);
	try {
		return protocol.read({...answer, json: read.value});
	} catch (error) {
		// JSON may be nested more deeply than the stack is.
		if (error instanceof RangeError) return unread(`is no ${protocol.name} answer: it is nested too deeply`);
		throw error;
	}
}
