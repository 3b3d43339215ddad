import type {IncomingMessage, ServerResponse} from 'node:http';
import {stringify} from 'yaml';
import type {Form} from './negotiation.ts';
import {urlOf} from './request-url.ts';
import {statusOf} from './status-error.ts';

/** What a handler answers with: a value to be written in the form that was asked for, or text that is JSON already. */
export interface Answer {
	readonly code: number;
	readonly value?: unknown;
	readonly json?: string;
	/** What is written as it is. */
	readonly text?: string;
	/** @default that of the form */
	readonly contentType?: string;
}

const json = 'application/json';

export function send(
	request: IncomingMessage,
	response: ServerResponse,
	{code, value, json: written, text, contentType}: Answer,
	form: Form = {mediaType: json, as: undefined},
): void {
	if (text !== undefined) return sendText(response, code, text, contentType);
	const isYaml = form.mediaType === 'application/yaml' && contentType === undefined;
	const isPretty = !isYaml && isForPeople(request);
	const parsed: unknown = written !== undefined && (isYaml || isPretty) ? JSON.parse(written) : value;
	const body = isYaml
		? stringify(parsed, {version: '1.1', lineWidth: 0, indentSeq: false, sortMapEntries: true})
		: isPretty
			? JSON.stringify(parsed, null, 2)
			: `${written ?? JSON.stringify(value)}\n`;
	sendText(response, code, body, contentType ?? form.mediaType);
}

export function sendText(
	response: ServerResponse,
	code: number,
	body: string,
	contentType = 'text/plain; charset=utf-8',
): void {
	const bytes = Buffer.from(body);
	response.writeHead(code, {'Content-Type': contentType, 'Content-Length': bytes.length});
	response.end(bytes);
}

/** Answers with the Status object of an error, or ends what has been answered half already. */
export function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
	if (response.headersSent) {
		response.destroy();
		return;
	}

	const status = statusOf(error);
	send(request, response, {code: Number(status['code']), value: status});
}

/** curl and browsers get JSON that is indented, as the API server has it. */
function isForPeople(request: IncomingMessage): boolean {
	const wish = urlOf(request).searchParams.get('pretty');
	if (wish !== null) return wish !== 'false' && wish !== '0';
	return /^(curl|Wget|Mozilla\/5\.0)/.test(request.headers['user-agent'] ?? '');
}
