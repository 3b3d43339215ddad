import {fieldAt, stringAt} from '../../objects/object.ts';

/** As much of a server's words as is shown. */
const shownLength = 300;

/**
 * What an answer says went wrong, although its status is good: `says: "out of memory"`; undefined when it says nothing. V1, V2 and
 * KServe have the words in `error`, OpenAI's servers in `error.message`, older vLLM in `message` of an object "error".
 */
export function errorWords(answer: unknown): string | undefined {
	const isError = stringAt(answer, 'object') === 'error';
	const said =
		stringAt(answer, 'error', 'message') ??
		stringAt(answer, 'error') ??
		(isError ? (stringAt(answer, 'message') ?? '') : undefined);
	if (said === undefined) {
		const error = fieldAt(answer, 'error');
		return error === undefined || error === null ? undefined : 'is an error without words';
	}

	return `says: ${JSON.stringify(said.length > shownLength ? `${said.slice(0, shownLength)}…` : said)}`;
}
