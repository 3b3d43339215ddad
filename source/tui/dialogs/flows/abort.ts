import {planAbort} from '../../../actions/abort/abort.ts';
import type {Flow} from '../flow.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextOf, referenceOf, type AppSubject} from './subject.ts';
import {chosenCandidate, whichCandidate} from './which-candidate.ts';

export function abortFlow(subject: AppSubject): Flow {
	const {info} = subject;
	const {name} = info;
	return {
		title: `Abort the rollout of ${name}`,
		...whichCandidate(info),
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const version = chosenCandidate(info, values);
			const plan = await planAbort(context, name, version);
			return {
				warnings: plan.warnings,
				...(plan.change ? {change: plan.change} : {}),
				job: {
					action: 'abort',
					app: referenceOf(info),
					command: appCommand(subject, {name: 'abort', arguments: version === undefined ? [] : [version]}),
					...planWork(context, plan),
					stopping,
				},
			};
		},
	};
}
