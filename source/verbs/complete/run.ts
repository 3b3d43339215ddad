import {completionOf, type Suggestion} from '../../options/complete.ts';
import type {OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {verbs} from '../verbs.ts';
import type {completeVerb} from './flags.ts';

/** A shell that completes a word waits no longer than this. */
const patience = 1000;

/** What the shell does when there are no suggestions (cobra's ShellCompDirective): offer files, or nothing. */
const directives = {files: ':0', noFiles: ':4'};

/**
 * Prints what could stand in place of the last word: one `value<TAB>description` a line, then a directive. Names come from the
 * cluster when it answers within a second; no error is ever shown, because it would land in the middle of the command line.
 */
export async function run(options: OptionsOf<typeof completeVerb>): Promise<void> {
	const {arguments: words, streams} = options;
	const completion = completionOf(verbs, words);
	let suggestions: readonly Suggestion[] = [];
	if (completion.type === 'suggestions') suggestions = completion.suggestions;
	if (completion.type === 'apps' || completion.type === 'namespaces') {
		suggestions = await namesInTime(options, completion.type);
	}

	const typed = words.at(-1) ?? '';
	const prefix = typed.startsWith('-') && typed.includes('=') ? typed.slice(typed.indexOf('=') + 1) : typed;
	const lines = suggestions
		.filter(({value}) => value.startsWith(prefix))
		.map(
			({value, description}) => escapeLine(value) + (description === undefined ? '' : `\t${escapeLine(description)}`),
		);
	lines.push(completion.type === 'files' ? directives.files : directives.noFiles);
	streams.stdout.write(`${lines.join('\n')}\n`);
}

async function namesInTime(
	options: OptionsOf<typeof completeVerb>,
	kind: 'apps' | 'namespaces',
): Promise<readonly Suggestion[]> {
	const deadline = AbortSignal.timeout(patience);
	const late = new Promise<readonly string[]>(resolve => {
		deadline.addEventListener('abort', () => resolve([]));
	});
	try {
		const {clusterNames} = await import('../cluster-names.ts');
		const names = await Promise.race([clusterNames(kind, {connect: () => options.connect('none')}, deadline), late]);
		return names.map(value => ({value}));
	} catch {
		return [];
	}
}
