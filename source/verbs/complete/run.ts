import {completionOf, type Completion, type Suggestion} from '../../options/complete.ts';
import {connectionFlags} from '../../options/connection-flags.ts';
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
 * kubeconfig, or from the cluster when it answers within a second; no error is ever shown, because it would land in the middle of the command line.
 */
export async function run(options: OptionsOf<typeof completeVerb>): Promise<void> {
	const {arguments: words, streams} = options;
	const completion = completionOf(verbs, words);
	const suggestions =
		completion.type === 'suggestions' ? completion.suggestions : await names(options, completion.type);

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

async function names(
	options: OptionsOf<typeof completeVerb>,
	kind: Exclude<Completion['type'], 'suggestions'>,
): Promise<readonly Suggestion[]> {
	if (kind === 'files' || kind === 'nothing') return [];
	try {
		return (await namesOf(options, kind)).map(value => ({value}));
	} catch {
		return [];
	}
}

async function namesOf(
	options: OptionsOf<typeof completeVerb>,
	kind: Exclude<Completion['type'], 'suggestions' | 'files' | 'nothing'>,
): Promise<readonly string[]> {
	if (kind === 'apps' || kind === 'namespaces') return namesInTime(options, kind);
	if (kind !== 'templates') return namesInFile(options, kind);
	const {templateNames} = await import('../templates.ts');
	return templateNames();
}

async function namesInTime(
	options: OptionsOf<typeof completeVerb>,
	kind: 'apps' | 'namespaces',
): Promise<readonly string[]> {
	const deadline = AbortSignal.timeout(patience);
	const late = new Promise<readonly string[]>(resolve => {
		deadline.addEventListener('abort', () => resolve([]));
	});
	const {clusterNames} = await import('../cluster-names.ts');
	// What a credential plugin asks or says would land in the middle of the command line.
	return Promise.race([clusterNames(kind, {connect: () => options.connect('none')}, deadline), late]);
}

async function namesInFile(
	{flags}: OptionsOf<typeof completeVerb>,
	kind: 'contexts' | 'clusters' | 'users',
): Promise<readonly string[]> {
	const {namesInKubeconfig} = await import('../../kube/connection.ts');
	return namesInKubeconfig(kind, connectionFlags(flags));
}
