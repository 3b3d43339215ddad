import {byteLength} from './utf8.ts';

/** A template that does not parse or whose execution failed. The message is the one of Go's text/template, with its position. */
export class TemplateError extends Error {
	/** Line of the template's text, from 1. */
	readonly line: number;
	/** Bytes before the place in its line, as Go counts columns. */
	readonly column: number;

	constructor(message: string, {line, column}: Position, options?: ErrorOptions) {
		super(message.toWellFormed(), options);
		this.name = 'TemplateError';
		this.line = line;
		this.column = column;
	}
}

interface Position {
	readonly line: number;
	readonly column: number;
}

/** The line and column of an offset into a text. */
export function positionAt(text: string, offset: number): Position {
	const before = text.slice(0, offset);
	const lineStart = before.lastIndexOf('\n') + 1;
	return {line: countLines(before) + 1, column: byteLength(before.slice(lineStart))};
}

/** Number of line feeds in a text. */
export function countLines(text: string): number {
	let count = 0;
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
	return count;
}

/** Why an operation on values failed, in the words of Go. Whoever knows the place turns it into a TemplateError. */
export class OperationError extends Error {}
