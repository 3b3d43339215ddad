import {createInterface} from 'node:readline/promises';
import {runPlan, type Plan} from '../actions/plan.ts';
import {specDiff} from '../info/spec-diff.ts';
import type {Options} from '../options/options.ts';
import {escapeLine} from '../print/escape.ts';

interface PerformOptions {
	/** Ask before anything is done, unless `--yes` was given. */
	readonly isAsked?: boolean;
	/** Put behind each result: ` (server dry run)`. */
	readonly note?: string;
}

/** Shows what an action is going to do, asks where it destroys something, and runs it: results on stdout, the rest on stderr. */
export async function perform(
	options: Options,
	plan: Plan,
	{isAsked = false, note = ''}: PerformOptions = {},
): Promise<void> {
	const {stdout, stderr} = options.streams;
	if (isAsked) await confirm(options, plan);
	let last = '';
	await runPlan(
		plan,
		{
			onProgress(step, words) {
				const line = `${escapeLine(`${step.title}: ${words}`)}\n`;
				if (line !== last) stderr.write(line);
				last = line;
			},
			onDone: (_, result) => stdout.write(`${escapeLine(result)}${note}\n`),
		},
		options.signal,
	);
}

const signs = {same: ' ', added: '+', removed: '-'} as const;

/** Shows a plan in words, with what changes in a spec. */
function describePlan(plan: Plan): string {
	const lines = [
		`${plan.title}:`,
		...plan.steps.map((step, index) => `  ${index + 1}. ${step.title}`),
		...plan.warnings.map(warning => `  ! ${warning}`),
		...specDiff(plan.change?.before, plan.change?.after).map(({kind, text}) => `  ${signs[kind]} ${text}`),
	];
	return lines.map(line => `${escapeLine(line)}\n`).join('');
}

async function confirm(options: Options, plan: Plan): Promise<void> {
	if (options.flags['yes'] === true) return;
	const {stdin, stderr} = options.streams;
	stderr.write(describePlan(plan));
	if (!options.isInteractive) throw new Error('nobody to ask: this is not a terminal; add --yes to go ahead');
	const questions = createInterface({input: stdin, output: stderr});
	// While it reads a line, the terminal makes no signal of Ctrl-C; and an end of the input is no answer.
	questions.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
	const ended = new Promise<string>(resolve => void questions.once('close', () => resolve('')));
	try {
		const answer = await Promise.race([questions.question('Go ahead? (y/N) ', {signal: options.signal}), ended]);
		if (!/^y(es)?$/i.test(answer.trim())) throw new Error('stopped: nothing was changed');
	} finally {
		questions.close();
	}
}
