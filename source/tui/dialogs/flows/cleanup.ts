import {planCleanup} from '../../../actions/cleanup/cleanup.ts';
import type {Flow} from '../flow.ts';
import {appCommand, contextOf, referenceOf, type AppSubject} from './subject.ts';

export function cleanupFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Clean up ${name}`,
		toggles: [{key: 'a', name: 'all', label: 'delete its versions too, so that nothing serves any more', isOn: false}],
		async propose(values, stopping) {
			const isAll = values['all'] === 'true';
			const plan = await planCleanup(contextOf(subject, stopping), name, isAll);
			return {
				warnings: plan.warnings,
				...(isAll ? {typed: name} : {}),
				job: {
					action: 'cleanup',
					app: referenceOf(subject.info),
					title: isAll ? `${plan.title}, its versions too` : plan.title,
					command: appCommand(subject, {name: 'cleanup', flags: {all: isAll ? true : undefined}}),
					steps: () => plan.steps,
					stopping,
				},
			};
		},
	};
}
