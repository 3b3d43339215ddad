import type {InferenceServiceStatus} from '../../../source/sandbox/kserve/status.ts';

/**
 * What of a status matters to who decides by it, as one line: Ready, the model's states, whether the newest revision is ready
 * and has the traffic. Reasons and times depend on what came first, and are left out.
 */
export function shapeOf({status}: {readonly status: unknown}): string {
	const {conditions, modelStatus, components} = (status ?? {}) as InferenceServiceStatus;
	const ready = conditions?.find(({type}) => type === 'Ready')?.status ?? '-';
	const {transitionStatus, states} = modelStatus ?? {};
	const {latestCreatedRevision: created, latestReadyRevision, traffic = []} = components?.predictor ?? {};
	const newest = created === undefined ? 'none' : created === latestReadyRevision ? 'ready' : 'not ready';
	const routed = traffic.map(target => `${target.revisionName === created ? 'newest' : 'older'} ${target.percent}`);
	return [
		`Ready ${ready}`,
		`${transitionStatus || '-'} ${states?.activeModelState || '-'}→${states?.targetModelState || '-'}`,
		`newest revision ${newest}`,
		`traffic ${routed.join(' + ') || '-'}`,
	].join(', ');
}
