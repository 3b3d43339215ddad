import {appVersionLabel} from '../../objects/labels.ts';
import {fieldAt, type KubeObject} from '../../objects/object.ts';
import {inferenceServices, resourceName} from '../../objects/resource.ts';
import type {ActionContext} from '../action-context.ts';
import {candidateOf, primaryOf, readApp, type AppState} from '../app-state.ts';
import {deleteVersionStep} from '../delete-version.ts';
import type {Plan, Progress, Step} from '../plan.ts';
import {shiftToPrimarySteps, shiftToPrimaryWarning} from '../weights/shift-to-primary.ts';
import {readPrevious, storePrevious, type Previous} from './previous.ts';
import {awaitStep, isSameSpec, replacePrimary, servesReplacement, statusMark} from './replace-primary.ts';

interface PromoteOptions {
	/** Sends one real inference to a version and rejects when the answer is no good; undefined to send none. */
	readonly infer: ((version: string, progress: Progress) => Promise<string>) | undefined;
	/** Whether to wait until the candidate is gone. */
	readonly isAwaited: boolean;
}

/**
 * Plans to promote the candidate: the primary gets its spec and version label, and when the primary really serves that, the
 * candidate is deleted, never before; where requests are split by weights, the primary gets them all first. Each step leaves a state from which promote goes on and abort goes back.
 */
export async function planPromote(context: ActionContext, name: string, options: PromoteOptions): Promise<Plan> {
	const app = await readApp(context, name);
	const primary = primaryOf(app);
	const candidate = candidateOf(app);
	if (!candidate)
		throw new Error(
			`${name} has no candidate to promote: deploy one with "kubectl iter8 deploy ${name} --storage-uri URI"`,
		);
	const previous = await readPrevious(context, name, candidate);
	const isSame = isSameSpec(primary['spec'], candidate['spec']);
	requireAvailable(app, candidate);
	const removal = deleteVersionStep(context, app.configMap, candidate, options.isAwaited);
	const title = `promote ${candidate.metadata.name} of ${name}`;
	const shift = shiftToPrimarySteps(context, app, candidate.metadata.name);
	const warnings = [
		`${candidate.metadata.name} is deleted in the end; its spec lives on in ${primary.metadata.name}`,
		...(shift.length > 0 ? [shiftToPrimaryWarning] : []),
	];
	if (isSame && !previous) return {title, warnings, steps: [labelStep(context, app, candidate), ...shift, removal]};

	const serving = servingSteps(context, app, candidate, {...options, shift});
	if (isSame) return {title: `${title} (going on)`, warnings, steps: [...serving, removal]};
	return {title, warnings, steps: [replaceStep(context, app, candidate), ...serving, removal]};
}

function requireAvailable(app: AppState, candidate: KubeObject): void {
	const version = app.versions.find(({object}) => object?.metadata.uid === candidate.metadata.uid);
	if (version?.availability.isAvailable) return;
	throw new Error(
		`the candidate of ${app.name} cannot be promoted: ${version?.availability.reason ?? 'it is not available'}`,
	);
}

function replaceStep(context: ActionContext, app: AppState, candidate: KubeObject): Step {
	const primary = primaryOf(app);
	const version = candidate.metadata.labels?.[appVersionLabel];
	return {
		title: `replace the spec of ${primary.metadata.name} by that of ${candidate.metadata.name}`,
		run: async () => {
			await storePrevious(context, app.name, recordOf(primary, candidate));
			await replacePrimary(context, primary, {spec: candidate['spec'], version});
			return `${resourceName(inferenceServices, primary.metadata.name)} replaced`;
		},
	};
}

function recordOf(primary: KubeObject, candidate: KubeObject): Previous {
	return {
		candidateUid: candidate.metadata.uid ?? '',
		spec: primary['spec'],
		version: primary.metadata.labels?.[appVersionLabel],
		statusBefore: statusMark(primary),
	};
}

/** What must hold before the candidate may go. */
function servingSteps(
	context: ActionContext,
	app: AppState,
	candidate: KubeObject,
	{infer, shift}: PromoteOptions & {readonly shift: readonly Step[]},
): readonly Step[] {
	const {name} = primaryOf(app).metadata;
	const result = 'serves its new spec';
	const serves: Step = {
		title: `wait until ${name} ${result}`,
		run: async progress => {
			const previous = await readPrevious(context, app.name, candidate);
			return awaitStep(context, name, result, object => servesReplacement(object, previous?.statusBefore)).run(
				progress,
			);
		},
	};
	const asked = infer && {
		title: `send an inference to ${name}`,
		run: async (progress: Progress) => infer(name, progress),
	};
	return [serves, ...shift, ...(asked ? [asked] : [])];
}

function labelStep(context: ActionContext, app: AppState, candidate: KubeObject): Step {
	const primary = primaryOf(app);
	const version = candidate.metadata.labels?.[appVersionLabel];
	return {
		title: `label ${primary.metadata.name} as version ${version ?? '<none>'}: its spec is the candidate's already`,
		run: async () => {
			if (fieldAt(primary, 'metadata', 'labels', appVersionLabel) !== version) {
				await replacePrimary(context, primary, {spec: primary['spec'], version});
			}

			return `${resourceName(inferenceServices, primary.metadata.name)} labeled`;
		},
	};
}
