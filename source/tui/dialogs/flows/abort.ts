import {planAbort} from '../../../actions/abort/abort.ts';
import type {Flow} from '../flow.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextOf, referenceOf, type AppSubject} from './subject.ts';

export function abortFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Abort the rollout of ${name}`,
		async propose(_, stopping) {
			const context = contextOf(subject, stopping);
			const plan = await planAbort(context, name);
			return {
				warnings: plan.warnings,
				...(plan.change ? {change: plan.change} : {}),
				job: {
					action: 'abort',
					app: referenceOf(subject.info),
					command: appCommand(subject, {name: 'abort'}),
					...planWork(context, plan),
					stopping,
				},
			};
		},
	};
}
