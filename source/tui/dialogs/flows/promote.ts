import {planPromote} from '../../../actions/promote/promote.ts';
import type {TestOutcome} from '../../session.ts';
import type {Flow} from '../flow.ts';
import {appCommand, contextOf, referenceOf, type AppSubject} from './subject.ts';

export function promoteFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Promote the candidate of ${name}`,
		toggles: [
			{
				key: 't',
				name: 'test',
				label: 'send the new primary an inference before the candidate is deleted',
				isOn: true,
			},
		],
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const isTested = values['test'] === 'true';
			const infer = isTested ? (version: string) => sendInference(subject, version, stopping.signal) : undefined;
			const plan = await planPromote(context, name, {infer, isAwaited: true});
			return {
				warnings: plan.warnings,
				...(plan.change ? {change: plan.change} : {}),
				job: {
					action: 'promote',
					app: referenceOf(subject.info),
					title: plan.title,
					command: appCommand(subject, {name: 'promote', flags: {'skip-test': isTested ? undefined : true}}),
					steps: () => plan.steps,
					stopping,
				},
			};
		},
	};
}

/** One ordinary request, which the strategy sends to the primary. Rejects unless the primary answers it well. */
async function sendInference({session, info}: AppSubject, primary: string, signal: AbortSignal): Promise<string> {
	const outcomes: TestOutcome[] = [];
	await session.sendTest(referenceOf(info), {
		headers: {},
		path: undefined,
		requests: 1,
		concurrency: 1,
		onOutcome: outcome => void outcomes.push(outcome),
		signal,
	});
	signal.throwIfAborted();
	const [outcome] = outcomes;
	const goOn = 'promote again without the inference (t in the plan), or go back with abort';
	if (!outcome) throw new Error(`the inference got no answer: ${goOn}`);
	if (outcome.failure !== undefined) throw new Error(`the inference failed: ${outcome.failure}; ${goOn}`);
	if (outcome.version !== primary) {
		throw new Error(`the inference was answered by ${outcome.version ?? 'no version'}, not by ${primary}: ${goOn}`);
	}

	return `${primary} answered an inference with HTTP ${outcome.status}`;
}
