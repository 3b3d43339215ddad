import type {KubeObject} from '../../objects/object.ts';
import {resourceName} from '../../objects/resource.ts';
import {servingWords} from '../../rollout/describe-step.ts';
import {readPrevious} from '../../rollout/previous.ts';
import type {StepOf} from '../../rollout/step.ts';
import type {Awaited} from '../../versions/awaited.ts';
import type {Served, VersionKind} from '../../versions/version-kind.ts';
import {kindOfTarget} from '../kind-of-target.ts';
import {unchanged} from '../replace/unchanged.ts';
import {waitServed} from '../replace/workloads.ts';
import type {Perform} from '../step-context.ts';

export const waitServing: Perform<'wait-serving'> = async (context, step, onProgress) => {
	const {primary, spec} = step;
	const kind = kindOfTarget(primary);
	await waitServed(context, kind, primary, {until: served => awaits(kind, step, served), onProgress});
	return `${resourceName(primary.resource, primary.name)} ${servingWords(spec)}`;
};

function awaits(kind: VersionKind, step: StepOf<'wait-serving'>, served: Served): Awaited {
	const {object} = served;
	// The specs are equal, but whether the primary's is served is not said by that: an older promote may have stopped in between.
	if (step.spec === 'own') return orFailure(() => kind.servesReplacement(served, undefined), step);
	const previous = previousOf(step, object);
	if (step.spec !== 'old') {
		unchanged(step.primary, previous?.to ?? '', object);
		return orFailure(() => kind.servesReplacement(served, previous?.markBefore), step);
	}

	// The old spec is served again when a state since the restore says so, or when that from before the promotion still stands:
	// promote was stopped before anything had come of it.
	return kind.servesNewest(served) === true && kind.isSameMark(kind.mark(served), previous?.markBefore)
		? true
		: kind.awaitsReplacement(served, previous?.markBeforeRestore);
}

/** With a failure to load goes how to go back from there. */
function orFailure(awaited: () => Awaited, {spec}: StepOf<'wait-serving'>): Awaited {
	try {
		return awaited();
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new Error(`${message}: go back with ${spec === 'restored' ? 'undo' : 'abort'}`, {cause: error});
	}
}

/** What the rollout wrote on the primary; undefined when somebody has written over it. */
function previousOf({rollout}: StepOf<'wait-serving'>, object: KubeObject) {
	const previous = readPrevious(object);
	return previous?.rollout === rollout ? previous : undefined;
}
