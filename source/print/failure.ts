import {ApiError, ConnectionError} from '../objects/cluster.ts';
import {LinesError} from '../objects/lines-error.ts';
import {UsageError} from '../objects/usage-error.ts';
import {escapeLine} from './escape.ts';

interface FailureContext {
	/** The verb that was called, as far as it is known. */
	readonly verb: string | undefined;
	/** Whether to show stack and causes. */
	readonly isVerbose: boolean;
}

/** What a person reads about an error, in kubectl's words (k8s.io/kubectl, `pkg/cmd/util/helpers.go`), ended by a newline. */
export function formatFailure(error: unknown, {verb, isVerbose}: FailureContext): string {
	const lines = error instanceof LinesError ? told(error) : [message(error)];
	if (error instanceof UsageError) {
		lines.push(`See '${['kubectl iter8', verb, '--help'].filter(Boolean).join(' ')}' for usage.`);
	}

	if (isVerbose) lines.push(...stacks(error));
	return lines.map(line => `${escapeLine(line)}\n`).join('');
}

function message(error: unknown): string {
	if (error instanceof ConnectionError) return error.message;
	if (error instanceof ApiError) {
		if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
		if (error.reason === 'Invalid') return `The request is invalid: ${error.message}`;
		return `Error from server${error.reason === '' ? '' : ` (${error.reason})`}: ${error.message}`;
	}

	return inForm(error instanceof Error ? error.message : String(error));
}

/** The lines below the first stand in from it, so that none looks like one of ours. */
function told({lines: [first = '', ...others]}: LinesError): string[] {
	return [inForm(first), ...others.map(line => `  ${line}`)];
}

function inForm(text: string): string {
	return text.startsWith('error: ') ? text : `error: ${text}`;
}

function stacks(error: unknown): string[] {
	const found: string[] = [];
	const seen = new Set<unknown>();
	for (let current = error; current instanceof Error && !seen.has(current); current = current.cause) {
		seen.add(current);
		const [head = '', ...places] = stackOf(current);
		found.push(`${found.length === 0 ? '' : 'caused by: '}${head}`, ...places);
	}

	return found;
}

/**
 * An error's name and message, then the lines where it came from, as V8 writes them below the message, which may have lines itself.
 */
function stackOf(error: Error): readonly string[] {
	const stack = error.stack ?? '';
	const start = stack.indexOf(error.message);
	const places = start < 0 ? '' : stack.slice(start + error.message.length);
	return [String(error), ...places.split('\n').slice(1)];
}
