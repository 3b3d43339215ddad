import {planAbort} from '../../../actions/abort/abort.ts';
import type {Flow} from '../flow.ts';
import {appCommand, contextOf, referenceOf, type AppSubject} from './subject.ts';

export function abortFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Abort the rollout of ${name}`,
		async propose(_, stopping) {
			const plan = await planAbort(contextOf(subject, stopping), name);
			return {
				warnings: plan.warnings,
				...(plan.change ? {change: plan.change} : {}),
				job: {
					action: 'abort',
					app: referenceOf(subject.info),
					title: plan.title,
					command: appCommand(subject, {name: 'abort'}),
					steps: () => plan.steps,
					stopping,
				},
			};
		},
	};
}
