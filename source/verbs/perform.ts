import {createInterface} from 'node:readline/promises';
import {specDiff} from '../info/spec-diff.ts';
import type {Options} from '../options/options.ts';
import {escapeLine} from '../print/escape.ts';
import {describeStep} from '../rollout/describe-step.ts';
import type {Evidence} from '../rollout/evidence.ts';
import type {Plan} from '../rollout/plan.ts';
import {LeftRunning} from '../runner/hand-over.ts';
import {isLook} from '../runner/perform-step.ts';
import {runPlan} from '../runner/run-plan.ts';
import type {StepContext} from '../runner/step-context.ts';
import type {Transition} from '../runner/transition.ts';
import {stateLines} from './state-lines.ts';

/** The flags of every verb that changes something. */
interface ChangeFlags {
	readonly dryRun: 'none' | 'client' | 'server';
	readonly yes: boolean;
}

/** The command line of a verb that changes something. */
export type ChangeOptions = Omit<Options, 'flags'> & {readonly flags: Options['flags'] & ChangeFlags};

/** Who stops a verb waits no longer than this to be told how the app is, in milliseconds. */
const lastLookMs = 400;

interface PerformOptions {
	/** Whether it cannot be undone: then somebody has to agree also where nobody can be asked. */
	readonly isDestructive?: boolean;
	/** Whether stdout is for something else than results. */
	readonly isQuiet?: boolean;
}

/**
 * Shows what an action is going to do, asks, and does it: results on stdout, the rest on stderr. A client-side dry run shows the
 * plan; a server-side one has the server try each write.
 */
export async function perform(
	options: ChangeOptions,
	context: StepContext,
	plan: Plan,
	{isDestructive = false, isQuiet = false}: PerformOptions = {},
): Promise<void> {
	const {dryRun, yes} = options.flags;
	const {stdout, stderr} = options.streams;
	const results = isQuiet ? stderr : stdout;
	if (dryRun === 'client') {
		results.write(describePlan(plan));
		return;
	}

	const isAsked = dryRun === 'none' && !yes && (isDestructive || options.isInteractive);
	if (isAsked) await confirm(options, plan);
	else {
		for (const warning of isDestructive ? [] : plan.warnings) stderr.write(`${escapeLine(`Warning: ${warning}`)}\n`);
		if (plan.evidence) stderr.write(`${escapeLine(evidenceLine(plan.evidence))}\n`);
	}

	const isDryRun = dryRun === 'server';
	const note = isDryRun ? ' (server dry run)' : '';
	let last = '';
	let done = 0;
	let begun = 0;
	const onTransition = ({type, step, words}: Transition): void => {
		if (type === 'began') begun = step + 1;
		if (type === 'done') {
			results.write(`${escapeLine(words)}${note}\n`);
			done = step + 1;
		}

		const current = plan.steps[step];
		if (type !== 'progressed' || !current) return;
		const line = `${escapeLine(`${describeStep(current)}: ${words}`)}\n`;
		if (line !== last) stderr.write(line);
		last = line;
	};
	const tell = async (signal: AbortSignal): Promise<void> => {
		if (isDryRun || plan.app === undefined) return;
		for (const line of await stateLines(context, plan.app, signal)) stderr.write(line);
	};
	try {
		await runPlan({...context, isDryRun}, plan, onTransition);
	} catch (error) {
		const isStopped = options.signal.aborted && !(error instanceof LeftRunning);
		if (isStopped) stderr.write(`${escapeLine(stoppedWords(plan, {begun, done}))}\n`);
		if (done > 0) await tell(options.signal.aborted ? AbortSignal.timeout(lastLookMs) : options.signal);
		throw error;
	}

	await tell(options.signal);
}

const nothingChanged = 'stopped: nothing was changed';

/** How far an action came that was stopped, by how many steps were begun and done. */
function stoppedWords({title, steps}: Plan, {begun, done}: {readonly begun: number; readonly done: number}): string {
	if (steps.slice(0, Math.max(begun, done)).every(isLook)) return nothingChanged;
	const where = done === 0 ? `in step ${begun}` : `after step ${done}`;
	return `stopped ${where} of ${steps.length} of "${title}": run it again to go on`;
}

function evidenceLine({words, isGood}: Evidence): string {
	return isGood ? words : `Warning: ${words}`;
}

const signs = {same: ' ', added: '+', removed: '-'} as const;

/** Shows a plan in words, with what changes in a spec. */
function describePlan(plan: Plan): string {
	const lines = [
		`${plan.title}:`,
		...plan.steps.map((step, index) => `  ${index + 1}. ${describeStep(step)}`),
		...plan.warnings.map(warning => `  ! ${warning}`),
		...(plan.notes ?? []).map(note => `  · ${note}`),
		...(plan.evidence ? [`  ${plan.evidence.isGood ? '·' : '!'} ${plan.evidence.words}`] : []),
		...specDiff(plan.change?.before, plan.change?.after).map(({kind, text}) => `  ${signs[kind]} ${text}`),
	];
	return lines.map(line => `${escapeLine(line)}\n`).join('');
}

async function confirm(options: ChangeOptions, plan: Plan): Promise<void> {
	const {stdin, stderr} = options.streams;
	stderr.write(describePlan(plan));
	if (!options.isInteractive) throw new Error('nobody to ask: this is not a terminal; add --yes to go ahead');
	const questions = createInterface({input: stdin, output: stderr});
	// While it reads a line, the terminal makes no signal of Ctrl-C; and an end of the input is no answer.
	questions.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
	const ended = new Promise<string>(resolve => void questions.once('close', () => resolve('')));
	try {
		const asked = questions.question('Go ahead? (y/N) ', {signal: options.signal}).catch((error: unknown) => {
			if (options.signal.aborted) stderr.write(`${nothingChanged}\n`);
			throw error;
		});
		const answer = await Promise.race([asked, ended]);
		if (!/^y(es)?$/i.test(answer.trim())) throw new Error(nothingChanged);
	} finally {
		questions.close();
	}
}
