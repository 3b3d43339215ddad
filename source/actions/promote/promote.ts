import {appVersionLabel} from '../../objects/labels.ts';
import {objectWords} from '../../ownership/object-words.ts';
import type {Plan} from '../../rollout/plan.ts';
import {isPromotionOf} from '../../rollout/previous.ts';
import {targetOf, type Step, type StepOf} from '../../rollout/step.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {candidateOf, primaryOf, readApp, type AppState, type Deployed} from '../../runner/app-state.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';
import {readServed} from '../../runner/replace/workloads.ts';
import {readEvidence} from '../../runner/test-store.ts';
import {deleteVersionStep} from '../delete-version.ts';
import {routesWithoutDaemon} from '../routes-without-daemon.ts';
import {shiftToPrimarySteps, shiftToPrimaryWarning} from '../weights/shift-to-primary.ts';
import {changeMade, planRest} from './begun.ts';
import {primaryFault} from './primary-fault.ts';

interface PromoteOptions {
	/** Which candidate, where there are several. */
	readonly version?: string | undefined;
	/** Whether candidate and new primary are asked for an inference. */
	readonly isTested: boolean;
	/** Whether to wait until the candidate is gone. */
	readonly isAwaited: boolean;
}

/**
 * Plans to promote the candidate: the primary gets its spec and version label, and when the primary really serves that, the
 * candidate is deleted, never before; where requests are split by weights, the primary gets them all first. Each step leaves a state
 * from which promote goes on and abort goes back.
 */
export async function planPromote(context: ActionContext, name: string, options: PromoteOptions): Promise<Plan> {
	const app = await readApp(context, name);
	const primary = primaryOf(app);
	const candidate = candidateOf(app, options.version);
	if (!candidate) return planRest(context, app, primary);
	const fault = primaryFault(app, primary);
	if (fault !== undefined) throw new Error(fault);
	requireSameKind(app, primary, candidate);
	const rollout = candidate.object.metadata.uid ?? '';
	const isBegun = isPromotionOf(primary.object, candidate.object);
	const isLast = isSame(primary, candidate) && candidate.object.metadata.deletionTimestamp !== undefined;
	// Once the primary has its spec, what is left of the candidate is on its way out.
	if (!isLast && !(isBegun && isSame(primary, candidate))) await requireReady(context, app, candidate);
	const shift = shiftToPrimarySteps(context, app, candidate.object.metadata.name);
	const warnings = [
		`${objectWords(candidate.object)} is deleted; its spec lives on in ${primary.object.metadata.name}`,
		...(shift.length > 0 ? [shiftToPrimaryWarning] : []),
		...(await routesWithoutDaemon(context, app.routemap)),
	];
	const title = `promote ${candidate.object.metadata.name} of ${name}`;
	const plan = {action: 'promote', app: name, title, warnings} as const;
	const promotion = {app, primary, candidate, rollout};
	const asked = probeSteps(name, primary, 'before-removal', options);
	const target = targetOf(primary.kind.resource, primary.object);
	const removal = (primarySpec?: string): Step =>
		deleteVersionStep(context, app, candidate, {
			isAwaited: options.isAwaited,
			spec: hashOf(candidate.object),
			primary: target,
			...(primarySpec !== undefined && {primarySpec}),
		});
	if (isLast) return {...plan, title: `${title} (going on)`, steps: [removal(hashOf(primary.object))]};
	const evidence = await readEvidence(context, name, {candidate: candidate.object, primary: primary.object});
	if (isSame(primary, candidate) && !isBegun) {
		const own = hashOf(primary.object);
		const label: Step = {type: 'label-version', primary: target, primarySpec: own, ...versionOf(candidate)};
		const steps: readonly Step[] = [{type: 'wait-serving', primary: target, spec: 'own'}, ...asked, label, ...shift];
		return {...plan, evidence, steps: [...steps, removal(own)]};
	}

	const serving: Step = {type: 'wait-serving', primary: target, spec: 'new', rollout};
	const last: readonly Step[] = [serving, ...shift, ...asked, removal()];
	if (isSame(primary, candidate)) {
		const made = await changeMade(context, name, primary);
		return {...plan, title: `${title} (going on)`, ...made, evidence, steps: last};
	}

	const proof = probeSteps(name, candidate, 'before-replacing', options);
	const change = {before: primary.object, after: {...candidate.object, spec: promoted(primary, candidate)}};
	return {...plan, change, evidence, steps: [...proof, replaceStep(promotion), ...last]};
}

function probeSteps(
	app: string,
	{object}: Deployed,
	when: StepOf<'probe'>['when'],
	{isTested}: PromoteOptions,
): readonly Step[] {
	return isTested ? [{type: 'probe', app, version: object.metadata.name, when}] : [];
}

function promoted({kind, object}: Deployed, candidate: Deployed): unknown {
	return kind.promotedSpec(object, candidate.object['spec']);
}

/** Whether the primary has what the promotion would give it. */
function isSame(primary: Deployed, candidate: Deployed): boolean {
	return hashOf(primary.object) === hashOf({...primary.object, spec: promoted(primary, candidate)});
}

function versionOf({object}: Deployed): {readonly version?: string} {
	const version = object.metadata.labels?.[appVersionLabel];
	return version === undefined ? {} : {version};
}

function requireSameKind(app: AppState, primary: Deployed, candidate: Deployed): void {
	if (primary.kind === candidate.kind) return;
	const words = [primary, candidate].map(({object}) => objectWords(object));
	throw new Error(`${words[1]} cannot be promoted over ${words[0]} of ${app.name}: they are of different kinds`);
}

/** What is promoted must be what was proved: a candidate that serves, its newest spec, and alone. */
async function requireReady(context: ActionContext, app: AppState, {object, kind}: Deployed): Promise<void> {
	const version = app.versions.find(each => each.object?.metadata.uid === object.metadata.uid);
	const {isAvailable = false, isUpToDate = false, reason = 'it is not available'} = version?.availability ?? {};
	const refuse = (why: string): never => {
		throw new Error(`the candidate of ${app.name} cannot be promoted: ${why}`);
	};
	if (!isAvailable || !isUpToDate) refuse(reason);
	const fault = kind.promotionFault(object);
	if (fault !== undefined) refuse(fault);
	const serves = kind.servesNewest(await readServed(context, kind, object));
	if (serves !== true) refuse(serves);
}

function replaceStep({
	app,
	primary,
	candidate,
}: {
	readonly app: AppState;
	readonly primary: Deployed;
	readonly candidate: Deployed;
}): Step {
	return {
		type: 'replace-spec',
		app: app.name,
		primary: targetOf(primary.kind.resource, primary.object),
		primarySpec: hashOf(primary.object),
		candidate: targetOf(candidate.kind.resource, candidate.object),
		candidateSpec: hashOf(candidate.object),
		...versionOf(candidate),
	};
}
