import {planCleanup} from '../../../actions/cleanup/cleanup.ts';
import type {Flow} from '../flow.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextOf, referenceOf, type AppSubject} from './subject.ts';

export function cleanupFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Clean up ${name}`,
		toggles: [{key: 'a', name: 'all', label: 'delete its versions too, so that nothing serves any more', isOn: false}],
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const isAll = values['all'] === 'true';
			const plan = await planCleanup(context, name, isAll);
			return {
				warnings: plan.warnings,
				...(isAll ? {typed: name} : {}),
				job: {
					action: 'cleanup',
					app: referenceOf(subject.info),
					command: appCommand(subject, {name: 'cleanup', flags: {all: isAll ? true : undefined}}),
					...planWork(context, plan),
					title: isAll ? `${plan.title}, its versions too` : plan.title,
					stopping,
				},
			};
		},
	};
}
