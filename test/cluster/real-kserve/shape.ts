import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {InferenceServiceStatus} from '../../../source/sandbox/kserve/status.ts';
import type {Mode} from './inference-service.ts';

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

/** The shapes of all recorded statuses of a mode. */
export function recordedShapes(folder: string, mode: Mode): ReadonlySet<string> {
	const traces = join(folder, mode.toLowerCase());
	const lines = readdirSync(traces).flatMap(file => readFileSync(join(traces, file), 'utf8').trimEnd().split('\n'));
	// a transition of which no status tells has no line
	return new Set(
		lines.filter(line => line !== '').map(line => shapeOf(JSON.parse(line) as {readonly status: unknown})),
	);
}
