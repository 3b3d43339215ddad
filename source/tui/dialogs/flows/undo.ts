import {planUndo} from '../../../actions/undo/undo.ts';
import type {Flow} from '../flow.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextOf, inferOf, referenceOf, type AppSubject} from './subject.ts';

export function undoFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Undo the last promotion of ${name}`,
		toggles: [{key: 't', name: 'test', label: 'send an inference to the primary once it serves', isOn: true}],
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const isTested = values['test'] === 'true';
			const plan = await planUndo(context, name, {isTested});
			return {
				warnings: plan.warnings,
				...(plan.change ? {change: plan.change} : {}),
				job: {
					action: 'undo',
					app: referenceOf(subject.info),
					command: appCommand(subject, {name: 'undo', flags: {'skip-test': isTested ? undefined : true}}),
					...planWork({...context, infer: inferOf(subject, stopping)}, plan),
					stopping,
				},
			};
		},
	};
}
