import type {IncomingMessage} from 'node:http';
import {isRecord} from '../../objects/object.ts';
import {parseYaml, YamlError} from '../../routemap/yaml.ts';
import {goJsonError, goTypeOf} from './go-json-error.ts';
import {protobufMessage} from './protobuf-messages.ts';
import {readProtobuf} from './protobuf.ts';
import {badRequest, tooManyBytes, unknownFormat} from './status-error.ts';
import {yamlWords} from './yaml-words.ts';

/** The API server's limit of a request's body. */
const mostBytes = 3 * 2 ** 20;
const readable = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'] as const;

/** The whole body. Throws RequestEntityTooLarge, after reading it to its end, so that the client gets to read the answer. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length <= mostBytes) chunks.push(chunk);
		else chunks.length = 0;
	}

	if (length > mostBytes) throw tooManyBytes(mostBytes);
	return Buffer.concat(chunks);
}

export function mediaTypeOf(request: IncomingMessage): string {
	return (request.headers['content-type'] ?? readable[0]).split(';')[0]?.trim() ?? '';
}

/** The JSON value of a text. Throws a BadRequest with Go's words, led by `context`. */
export function parseJson(text: string, context: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw badRequest(context + goJsonError(text));
	}
}

/**
 * The fields of the object in a body, of whatever kind. Throws BadRequest or UnsupportedMediaType as the API server does.
 * @param refused Makes the BadRequest of what is wrong.
 */
export function decoded(
	body: Buffer,
	mediaType: string,
	refused: (why: string) => Error,
): Readonly<Record<string, unknown>> {
	const [json, yaml, protobuf] = readable;
	let value: unknown;
	try {
		if (mediaType === json) value = jsonIn(body);
		else if (mediaType === yaml) value = parseYaml(body.toString('utf8'));
		else if (mediaType === protobuf) value = readProtobuf(body, protobufMessage);
		else throw unknownFormat(readable);
	} catch (error) {
		if (error instanceof YamlError) throw refused(yamlWords(body.toString('utf8'), error));
		if (error instanceof Error && error.constructor === Error) throw refused(error.message);
		throw error;
	}

	if (isRecord(value)) return value;
	if (mediaType === protobuf) throw unknownFormat([json, yaml]);
	const struct = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
	throw refused(`${unreadable}json: cannot unmarshal ${goTypeOf(value)} into Go value of type ${struct}`);
}

const unreadable = "couldn't get version/kind; json parse error: ";

function jsonIn(body: Buffer): unknown {
	const text = body.toString('utf8');
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Error(unreadable + goJsonError(text), {cause: error});
	}
}

/** An error about a body that says not what it is. */
export function unrecognized(body: Buffer, kind: string, why: string): Error {
	return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(body)})`);
}

function summary(body: Buffer): string {
	if (body.length === 0) return '<empty>';
	const most = 30;
	const shown = body.subarray(0, most);
	const text = body[0] === 0x7b ? shown.toString('utf8') : shown.toString('hex');
	return body.length > most ? `${text} ...` : text;
}
