import {fieldAt, isRecord} from '../../objects/object.ts';
import {protocolOf} from '../protocols/protocols.ts';
import {parseRequest} from '../v2.ts';
import type {BadInput, Input, ParsedInputs} from './input.ts';
import {memberText, withoutMember} from './member.ts';

/** More than are sent to compare two versions; keeps a file from filling the memory. */
export const mostInputs = 100_000;

const blank = /^\s*$/;

interface InputSource {
	/** `input.json`, `stdin`. */
	readonly name: string;
	/** Whether the name says that there is one request a line; else the text tells. */
	readonly isLines?: boolean;
	/** Whether any JSON object will do, since it is sent to a path of the user's own. */
	readonly isAnyProtocol?: boolean;
}

/**
 * The requests of a text, which is one in JSON or has one a line (JSONL), blank lines apart. The member `label` of a request, a text,
 * a number or a truth value, is taken out. A line that `compare --save-disagreements` wrote is the request in it. What is no request is
 * told with its place; a text without any is one that is bad.
 */
export function parseInputs(text: string, source: InputSource): ParsedInputs {
	if (blank.test(text)) return {inputs: [], bad: [{where: source.name, message: `${source.name} is empty`}]};
	if (!(source.isLines ?? isLines(text))) return collect([parseInput(text, source.name, source)]);
	const lines = text.split('\n');
	if (lines.length - 1 > mostInputs) {
		const message = `${source.name} has more than ${mostInputs} lines: give fewer requests`;
		return {inputs: [], bad: [{where: source.name, message}]};
	}

	return collect(
		lines.flatMap((line, index) =>
			blank.test(line) ? [] : [parseInput(line.trim(), `${source.name}:${index + 1}`, source)],
		),
	);
}

/** A text of several lines, of which the first that is not blank is an object by itself. */
function isLines(text: string): boolean {
	const start = text.search(/\S/);
	const end = text.indexOf('\n', start);
	if (end < 0 || blank.test(text.slice(end))) return false;
	try {
		return isRecord(JSON.parse(text.slice(start, end)));
	} catch {
		return false;
	}
}

function parseInput(text: string, where: string, {isAnyProtocol}: InputSource): Input | BadInput {
	try {
		const given = parseRequest(text, where);
		const label = fieldAt(given, 'label') ?? undefined;
		const {request, body} = requestIn(given, text);
		if (!isAnyProtocol && protocolOf(request) === undefined) return {where, message: unknownWords(where, request)};
		if (label === undefined) return {body, where};
		if (typeof label === 'object') return {where, message: `${where} has a label that is no text and no number`};
		const labelJson = JSON.stringify(label);
		return {body, where, label: typeof label === 'string' ? label : labelJson, labelJson};
	} catch (error) {
		return {where, message: (error as Error).message};
	}
}

/** What is sent of an object: all but its label; of a line of `compare --save-disagreements` the request alone. */
function requestIn(
	given: Readonly<Record<string, unknown>>,
	text: string,
): {readonly request: Readonly<Record<string, unknown>>; readonly body: string} {
	const {request, primary, candidate} = given;
	if (isRecord(request) && Array.isArray(primary) && Array.isArray(candidate)) {
		return {request, body: memberText(text, 'request') ?? text};
	}

	return {request: given, body: Object.hasOwn(given, 'label') ? withoutMember(text, 'label') : text};
}

function unknownWords(where: string, request: Readonly<Record<string, unknown>>): string {
	return 'inputs' in request
		? `${where} is no V2 inference request: "inputs" must be a list with at least one {"name", "shape", "datatype", "data"}`
		: `${where} is no inference request: it needs "inputs" (V2), "instances" (V1), "messages" or "prompt" (OpenAI); say the path of another protocol with --path`;
}

function collect(parsed: readonly (Input | BadInput)[]): ParsedInputs {
	const isBad = (each: Input | BadInput): each is BadInput => 'message' in each;
	return {inputs: parsed.filter((each): each is Input => !isBad(each)), bad: parsed.filter(isBad)};
}
