import {planPromote} from '../../../actions/promote/promote.ts';
import type {Flow} from '../flow.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextOf, inferOf, referenceOf, type AppSubject} from './subject.ts';
import {chosenCandidate, whichCandidate} from './which-candidate.ts';

export function promoteFlow(subject: AppSubject): Flow {
	const {info} = subject;
	const {name} = info;
	return {
		title: `Promote the candidate of ${name}`,
		...whichCandidate(info),
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
			const version = chosenCandidate(info, values);
			const isTested = values['test'] === 'true';
			const plan = await planPromote(context, name, {version, isTested, isAwaited: true});
			const {words, isGood} = plan.evidence ?? {words: undefined, isGood: true};
			const told = words === undefined ? [] : [words];
			return {
				warnings: [...plan.warnings, ...(isGood ? [] : told)],
				notes: isGood ? told : [],
				...(plan.change ? {change: plan.change} : {}),
				job: {
					action: 'promote',
					app: referenceOf(info),
					command: appCommand(subject, {
						name: 'promote',
						arguments: version === undefined ? [] : [version],
						flags: {'skip-test': isTested ? undefined : true},
					}),
					...planWork({...context, infer: inferOf(subject, stopping)}, plan),
					stopping,
				},
			};
		},
	};
}
