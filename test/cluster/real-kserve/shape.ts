import type {ComponentStatus, InferenceServiceStatus} from '../../../source/sandbox/kserve/status.ts';

/**
 * What of a status matters to who decides by it, as one line: Ready, the model's states, whether the newest revision is ready
 * and has the traffic; where there is a transformer, the same of it. Reasons and times depend on what came first, and are left out.
 */
export function shapeOf({status}: {readonly status: unknown}): string {
	const {conditions, modelStatus, components} = (status ?? {}) as InferenceServiceStatus;
	const conditionOf = (wanted: string): string | undefined => conditions?.find(({type}) => type === wanted)?.status;
	const {transitionStatus, states} = modelStatus ?? {};
	const {transformer} = components ?? {};
	return [
		`Ready ${conditionOf('Ready') ?? '-'}`,
		`${transitionStatus || '-'} ${states?.activeModelState || '-'}→${states?.targetModelState || '-'}`,
		revisionsOf(components?.predictor),
		// before Knative tells of it nothing is known of it
		...(transformer
			? [`transformer Ready ${conditionOf('TransformerReady') ?? 'Unknown'}`, revisionsOf(transformer)]
			: []),
	].join(', ');
}

function revisionsOf(component: ComponentStatus | undefined): string {
	const {latestCreatedRevision: created, latestReadyRevision, traffic = []} = component ?? {};
	const newest = created === undefined ? 'none' : created === latestReadyRevision ? 'ready' : 'not ready';
	const routed = traffic.map(target => `${target.revisionName === created ? 'newest' : 'older'} ${target.percent}`);
	return `newest revision ${newest}, traffic ${routed.join(' + ') || '-'}`;
}
