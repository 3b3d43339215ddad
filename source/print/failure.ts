import {ApiError, ConnectionError} from '../objects/cluster.ts';
import {UsageError} from '../objects/usage-error.ts';
import {escapeText} from './escape.ts';

interface FailureContext {
	/** The verb that was called, as far as it is known. */
	readonly verb: string | undefined;
	/** Whether to show stack and causes. */
	readonly isVerbose: boolean;
}

/** What a person reads about an error, in kubectl's words (k8s.io/kubectl, `pkg/cmd/util/helpers.go`), ended by a newline. */
export function formatFailure(error: unknown, {verb, isVerbose}: FailureContext): string {
	const lines = [message(error)];
	if (error instanceof UsageError) {
		lines.push(`See '${['kubectl iter8', verb, '--help'].filter(Boolean).join(' ')}' for usage.`);
	}

	if (isVerbose) lines.push(...stacks(error));
	return `${escapeText(lines.join('\n'))}\n`;
}

function message(error: unknown): string {
	if (error instanceof ConnectionError) return error.message;
	if (error instanceof ApiError) {
		if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
		if (error.reason === 'Invalid') return `The request is invalid: ${error.message}`;
		return `Error from server${error.reason === '' ? '' : ` (${error.reason})`}: ${error.message}`;
	}

	const text = error instanceof Error ? error.message : String(error);
	return text.startsWith('error: ') ? text : `error: ${text}`;
}

function stacks(error: unknown): string[] {
	const found: string[] = [];
	const seen = new Set<unknown>();
	for (let current = error; current instanceof Error && !seen.has(current); current = current.cause) {
		seen.add(current);
		found.push(`${found.length === 0 ? '' : 'caused by: '}${current.stack ?? String(current)}`);
	}

	return found;
}
