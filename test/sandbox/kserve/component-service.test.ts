import {expect, test} from 'vitest';
import {
	createRevision,
	observeService,
	reconcileService,
	setPhase,
	setRouted,
	type ComponentService,
} from '../../../source/sandbox/kserve/component-service.ts';
import {latestReady, runningRevisions} from '../../../source/sandbox/kserve/revision.ts';

/** A service whose revisions, one a template, were made one after another and have not begun to load. */
function serviceWith(...templates: readonly string[]): ComponentService {
	let service: ComponentService | undefined;
	for (const key of templates) {
		service = createRevision(
			observeService(reconcileService(service, 'default', 'wisdom-0', 'predictor', {key})),
			1000,
		);
	}

	if (service === undefined) throw new Error('no templates');
	return service;
}

function runningNames(service: ComponentService, now: number): readonly string[] {
	return runningRevisions(service, now, 3000).map(({name}) => name);
}

test('the same template changes nothing, another one is a new generation', () => {
	const service = serviceWith('a');
	expect(reconcileService(service, 'default', 'wisdom-0', 'predictor', {key: 'a'})).toBe(service);
	expect(reconcileService(service, 'default', 'wisdom-0', 'predictor', {key: 'b'})).toMatchObject({
		generation: 2,
		observedGeneration: 1,
	});
});

test('revisions are named by generation, and made once', () => {
	const service = serviceWith('a', 'b');
	expect(service.revisions.map(({name}) => name)).toEqual(['wisdom-0-predictor-00001', 'wisdom-0-predictor-00002']);
	expect(createRevision(service, 2000)).toBe(service);
});

test('the old revision runs until some time after the traffic has left it', () => {
	const first = setRouted(
		setPhase(serviceWith('a'), 'wisdom-0-predictor-00001', 'ready', 0),
		'wisdom-0-predictor-00001',
		0,
	);
	const updated = createRevision(
		observeService(reconcileService(first, 'default', 'wisdom-0', 'predictor', {key: 'b'})),
		1000,
	);
	const ready = setPhase(updated, 'wisdom-0-predictor-00002', 'ready', 2000);
	expect(runningNames(ready, 1_000_000)).toEqual(['wisdom-0-predictor-00001', 'wisdom-0-predictor-00002']);
	const routed = setRouted(ready, 'wisdom-0-predictor-00002', 5000);
	expect(runningNames(routed, 7999)).toEqual(['wisdom-0-predictor-00001', 'wisdom-0-predictor-00002']);
	expect(runningNames(routed, 8000)).toEqual(['wisdom-0-predictor-00002']);
});

test('a failed revision has no server, and the old one goes on', () => {
	const ready = setPhase(serviceWith('a', 'b'), 'wisdom-0-predictor-00001', 'ready', 1000);
	const failed = setPhase(ready, 'wisdom-0-predictor-00002', 'failed', 2000, {message: 'no such folder', exitCode: 1});
	expect(latestReady(failed)?.name).toBe('wisdom-0-predictor-00001');
	expect(runningNames(failed, 1_000_000)).toEqual(['wisdom-0-predictor-00001']);
});

test('a revision that was scaled to zero has no server and is the newest ready one, also while it starts anew', () => {
	const name = 'wisdom-0-predictor-00001';
	const asleep = setPhase(setPhase(serviceWith('a'), name, 'ready', 1000), name, 'asleep', 2000);
	expect(runningNames(asleep, 3000)).toEqual([]);
	expect(latestReady(asleep)?.name).toBe(name);
	const waking = setPhase(asleep, name, 'loading', 4000);
	expect(runningNames(waking, 5000)).toEqual([name]);
	expect(latestReady(waking)?.name).toBe(name);
});

test('a revision that becomes ready after a newer one gets no traffic and is scaled down', () => {
	const newer = setPhase(serviceWith('a', 'b'), 'wisdom-0-predictor-00002', 'ready', 2000);
	const late = setPhase(newer, 'wisdom-0-predictor-00001', 'ready', 4000);
	expect(latestReady(late)?.name).toBe('wisdom-0-predictor-00002');
	expect(runningNames(late, 7000)).toEqual(['wisdom-0-predictor-00002']);
});
