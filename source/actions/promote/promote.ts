import {splitPercent} from '../../kserve/split.ts';
import {appVersionLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {inferenceServices, resourceName} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {changeFault} from '../../ownership/version-object.ts';
import type {ActionContext} from '../action-context.ts';
import {candidateOf, primaryOf, readApp, type AppState} from '../app-state.ts';
import {deleteVersionStep} from '../delete-version.ts';
import type {Plan, Step} from '../plan.ts';
import {routesWithoutDaemon} from '../routes-without-daemon.ts';
import {shiftToPrimarySteps, shiftToPrimaryWarning} from '../weights/shift-to-primary.ts';
import {askSteps, beforeRemoval, beforeReplacing, type Infer} from './ask-step.ts';
import {readPrevious, type Previous} from './previous.ts';
import {replacePrimary} from './replace-primary.ts';
import {servesNewest, servesReplacement, statusMark} from './serving.ts';
import {changeSince, isSameSpec, requireUnchanged} from './unchanged.ts';
import {awaitStep, readServed} from './workloads.ts';

interface PromoteOptions {
	/** Undefined to send none. */
	readonly infer: Infer | undefined;
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
	const fault = changeFault(primary, app.claim);
	if (fault !== undefined) throw new Error(fault);
	const previous = readPrevious(primary, candidate);
	const isSame = isSameSpec(primary['spec'], candidate['spec']);
	await requireReady(context, app, candidate);
	const promotion: Promotion = {primary, candidate, stored: candidate['spec'], statusBefore: previous?.statusBefore};
	const removal = removalStep(context, app, promotion, options.isAwaited);
	const title = `promote ${candidate.metadata.name} of ${name}`;
	const shift = shiftToPrimarySteps(context, app, candidate.metadata.name);
	const warnings = [
		`${objectWords(candidate)} is deleted; its spec lives on in ${primary.metadata.name}`,
		...(shift.length > 0 ? [shiftToPrimaryWarning] : []),
		...(await routesWithoutDaemon(context, app.routemap)),
	];
	const asked = askSteps(context, options.infer, primary.metadata.name, beforeRemoval);
	if (isSame && !previous) {
		const steps = [currentStep(context, primary), ...asked, labelStep(context, promotion), ...shift, removal];
		return {title, warnings, steps};
	}

	const last = [servingStep(context, promotion), ...shift, ...asked, removal];
	if (isSame) return {title: `${title} (going on)`, warnings, steps: last};
	const proof = askSteps(context, options.infer, candidate.metadata.name, beforeReplacing);
	const change = {before: primary, after: candidate};
	return {title, warnings, change, steps: [...proof, replaceStep(context, promotion), ...last]};
}

/** What is promoted over what. */
interface Promotion {
	readonly primary: KubeObject;
	readonly candidate: KubeObject;
	/** The spec that the primary was left with, as the server has stored it. */
	stored: unknown;
	/** The primary's mark right before it was replaced: an operator may take long to answer, and pods may be restarted meanwhile. */
	statusBefore: unknown;
}

/** What is promoted must be what was proved: a candidate that serves, its newest spec, and alone. */
async function requireReady(context: ActionContext, app: AppState, candidate: KubeObject): Promise<void> {
	const version = app.versions.find(({object}) => object?.metadata.uid === candidate.metadata.uid);
	const {isAvailable = false, isUpToDate = false, reason = 'it is not available'} = version?.availability ?? {};
	const refuse = (why: string): never => {
		throw new Error(`the candidate of ${app.name} cannot be promoted: ${why}`);
	};
	if (!isAvailable || !isUpToDate) refuse(reason);
	const percent = splitPercent(candidate);
	if (percent !== undefined) {
		refuse(`its canaryTrafficPercent has KServe send ${percent} % of the requests to its newest spec; take it out`);
	}

	const serves = servesNewest(await readServed(context, candidate));
	if (serves !== true) refuse(serves);
}

function replaceStep(context: ActionContext, promotion: Promotion): Step {
	const {primary, candidate} = promotion;
	const version = candidate.metadata.labels?.[appVersionLabel];
	return {
		title: `replace the spec of ${objectWords(primary)} by that of ${candidate.metadata.name}`,
		run: async () => {
			await requireUnchanged(context, candidate, candidate['spec']);
			promotion.statusBefore = statusMark(await readServed(context, primary));
			const previous = recordOf(promotion);
			const replaced = await replacePrimary(context, primary, {spec: candidate['spec'], version, previous});
			promotion.stored = replaced['spec'];
			return `${resourceName(inferenceServices, primary.metadata.name)} replaced`;
		},
	};
}

/** The candidate goes only when it still is what was promoted, and the primary still has what it was given. */
function removalStep(context: ActionContext, app: AppState, promotion: Promotion, isAwaited: boolean): Step {
	const {primary, candidate} = promotion;
	const removal = deleteVersionStep(context, app, candidate, isAwaited);
	return {
		...removal,
		run: async progress => {
			await requireUnchanged(context, candidate, candidate['spec']);
			await requireUnchanged(context, primary, promotion.stored);
			return removal.run(progress);
		},
	};
}

function recordOf({primary, candidate, statusBefore}: Promotion): Previous {
	return {
		candidateUid: candidate.metadata.uid ?? '',
		spec: primary['spec'],
		version: primary.metadata.labels?.[appVersionLabel],
		statusBefore,
	};
}

function servingStep(context: ActionContext, promotion: Promotion): Step {
	const {primary} = promotion;
	return awaitStep(context, primary, 'serves its new spec', served => {
		const change = changeSince(primary, promotion.stored, served.object);
		if (change !== undefined) throw new Error(change);
		return servesReplacement(served, promotion.statusBefore);
	});
}

/** The specs are equal, but whether the primary's is served is not said by that: an older promote may have stopped in between. */
function currentStep(context: ActionContext, primary: KubeObject): Step {
	return awaitStep(context, primary, 'serves its spec', served => servesReplacement(served, undefined));
}

function labelStep(context: ActionContext, {primary, candidate}: Promotion): Step {
	const version = candidate.metadata.labels?.[appVersionLabel];
	return {
		title: `label ${objectWords(primary)} as version ${version ?? '<none>'}: its spec is the candidate's already`,
		run: async () => {
			const live = await requireUnchanged(context, primary, primary['spec']);
			if (live.metadata.labels?.[appVersionLabel] !== version) {
				await replacePrimary(context, live, {spec: live['spec'], version});
			}

			return `${resourceName(inferenceServices, primary.metadata.name)} labeled`;
		},
	};
}
