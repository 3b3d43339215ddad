import {planPromote} from '../../../actions/promote/promote.ts';
import type {Flow} from '../flow.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextOf, referenceOf, type AppSubject} from './subject.ts';

export function promoteFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Promote the candidate of ${name}`,
		toggles: [
			{
				key: 't',
				name: 'test',
				label: 'send an inference to the candidate first, and to the new primary',
				isOn: true,
			},
		],
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const isTested = values['test'] === 'true';
			const {signal} = stopping;
			const infer = async (version: string, onProgress: (words: string) => void) =>
				subject.session.infer(referenceOf(subject.info), version, {onProgress, signal});
			const plan = await planPromote(context, name, {isTested, isAwaited: true});
			return {
				warnings: plan.warnings,
				...(plan.change ? {change: plan.change} : {}),
				job: {
					action: 'promote',
					app: referenceOf(subject.info),
					command: appCommand(subject, {name: 'promote', flags: {'skip-test': isTested ? undefined : true}}),
					...planWork({...context, infer}, plan),
					stopping,
				},
			};
		},
	};
}
