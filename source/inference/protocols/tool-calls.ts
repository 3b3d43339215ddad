import {parseStructure} from '../../analysis/answers/output.ts';
import {fieldAt, isRecord, listAt, stringAt} from '../../objects/object.ts';
import {isNestedDeeply} from '../input/elements.ts';

/** A call of a tool that a model asks for, or a piece of one. */
export interface ToolCall {
	readonly name: string;
	/** As the model has written them: of functions JSON, as a rule. */
	readonly argumentText: string;
}

/** A piece of a call; those of one call have its place among the calls of its choice. */
export interface CallPart extends ToolCall {
	readonly place: number;
}

/** The calls in a chat's message, or in what an event adds to one (`delta`): `tool_calls`, or the single `function_call` of old. */
export function callsIn(message: unknown): readonly CallPart[] {
	const calls = listAt(message, 'tool_calls').map((call, index) => ({
		place: placeOf(fieldAt(call, 'index')) ?? index,
		...calledIn(fieldAt(call, 'function') ?? fieldAt(call, 'custom')),
	}));
	const old = fieldAt(message, 'function_call');
	return isRecord(old) ? [...calls, {place: calls.length, ...calledIn(old)}] : calls;
}

/** More calls and choices than any answer has; keeps a stream from filling the memory. */
const mostPlaces = 128;

/** A place in a list as a server tells it (`index`); undefined for one that is none, or out of all bounds. */
export function placeOf(index: unknown): number | undefined {
	return typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < mostPlaces ? index : undefined;
}

/** A function's call has `arguments`, that of a tool with free text (`custom`) its `input`. */
function calledIn(called: unknown): ToolCall {
	const given = fieldAt(called, 'arguments') ?? fieldAt(called, 'input');
	return {name: stringAt(called, 'name') ?? '', argumentText: textOf(given)};
}

/** Some servers give the arguments themselves in place of their JSON. */
function textOf(given: unknown): string {
	if (typeof given === 'string') return given;
	return isRecord(given) && !isNestedDeeply([given]) ? JSON.stringify(given) : '';
}

/** A call as JSON that is the same for the same call, in whatever order and with whatever blanks its arguments are written. */
export function callJson({name, argumentText}: ToolCall): string {
	return JSON.stringify({name, arguments: inOneForm(argumentText)});
}

/**
 * They stay a text, which is compared to the letter: what a tool is given is no measurement, and as numbers 1234567 and 1234568
 * would be within a tolerance of each other. For the same reason they stay as they are where parsing could round a number.
 */
function inOneForm(argumentText: string): string {
	const structure = /\d{16}/.test(argumentText) ? undefined : parseStructure(argumentText);
	if (structure === undefined || isNestedDeeply([structure])) return argumentText;
	return JSON.stringify(structure, (_, value: unknown) =>
		isRecord(value)
			? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
			: value,
	);
}
