import {nearest} from '../objects/nearest.ts';
import {UsageError} from '../objects/usage-error.ts';
import {calledVerbs, type VerbTable} from './verb.ts';

/** The error for a word that is no verb; it names the verb that was likely meant. */
export function unknownVerb(verbs: VerbTable, word: string): UsageError {
	const meant = nearest(word, calledVerbs(verbs));
	const hint = meant === undefined ? '' : `, did you mean ${JSON.stringify(meant)}?`;
	return new UsageError(`unknown command ${JSON.stringify(word)} for "kubectl iter8"${hint}`);
}
