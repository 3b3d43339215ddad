import {expect, test} from 'vitest';
import type {KubeObject, ObjectMeta} from '../../source/objects/object.ts';
import {leases} from '../../source/objects/resource.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import type {MemoryCluster} from '../helpers/memory-cluster.ts';
import {findingsIn, healthy, model, object} from './healthy.ts';

const labels = {'iter8.tools/watch': 'true'};

/** An object whose deletion was asked for at a time of 2026-01-01, and that our finalizer holds. */
function leaving(held: KubeObject, time: string, metadata: Partial<ObjectMeta> = {}): KubeObject {
	const deletion = {deletionTimestamp: `2026-01-01T${time}Z`, finalizers: ['iter8.tools/finalizer']};
	return {...held, metadata: {...held.metadata, labels, ...deletion, ...metadata}};
}

/** The findings of held deletions at 12:00, with what to do. */
async function heldIn(cluster: MemoryCluster, app?: string): Promise<readonly string[]> {
	const held = (await findingsIn(cluster, app)).filter(({what}) => what.startsWith('it is being deleted'));
	return held.map(({severity, object: title, what, todo}) => `${severity} ${title}: ${what}\n  ${todo}`);
}

/** The routemap with a template that fails once the candidate has no weight. */
async function breakTemplate(cluster: MemoryCluster): Promise<void> {
	const [routemap] = (
		await cluster.list({group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap'}, 'models')
	).items.filter(({metadata}) => metadata.name === 'wisdom-routemap');
	if (!routemap) throw new Error('no routemap');
	const {strSpec} = routemap['data'] as {strSpec: string};
	const failing = strSpec.replace(
		/template: \|\n(\s*)/,
		'$&{{- if eq (index .Weights 1) 0 }}{{ index .Weights 9 }}{{ end }}\n$1',
	);
	cluster.put({...routemap, data: {strSpec: failing}});
}

test('a deletion whose drain goes on is told, and that one waits', async () => {
	const cluster = await healthy();
	cluster.put(leaving(model('wisdom-1'), '11:59:50'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	expect(await heldIn(cluster)).toEqual([
		'note InferenceService models/wisdom-1: it is being deleted for 10s (since 2026-01-01T11:59:50Z), has the finalizer iter8.tools/finalizer, and daemon iter8-7f9c holds it, until 2026-01-01T12:04:50Z at most unless its --deadline says otherwise: its routes are without it, and requests under way get their time\n  wait',
	]);
});

test('the route that is not yet without the version, and the template that fails, are named while a daemon leads', async () => {
	const late = await healthy();
	late.put(leaving(model('wisdom-1'), '11:58:00'));
	expect(await heldIn(late)).toEqual([
		'warning InferenceService models/wisdom-1: it is being deleted for 2m (since 2026-01-01T11:58:00Z), has the finalizer iter8.tools/finalizer, and daemon iter8-7f9c holds it, until 2026-01-01T12:03:00Z at most unless its --deadline says otherwise: VirtualService wisdom is not yet what ConfigMap models/wisdom-routemap makes it\n  repair what holds it, or wait until then',
	]);

	const failing = await healthy();
	failing.put(leaving(model('wisdom-1'), '11:58:00'));
	await breakTemplate(failing);
	expect(await heldIn(failing)).toEqual([
		expect.stringMatching(
			/^warning InferenceService models\/wisdom-1: .* holds it, until 2026-01-01T12:03:00Z at most unless its --deadline says otherwise: routing template canary of ConfigMap models\/wisdom-routemap fails: .*index out of range.*\n {2}repair what holds it, or wait until then$/,
		),
	]);
});

test('what a daemon has not let go by its deadline is broken, and how to end it is told', async () => {
	const cluster = await healthy();
	cluster.put(leaving(model('wisdom-1'), '11:54:00'));
	await breakTemplate(cluster);
	expect(await heldIn(cluster)).toEqual([
		expect.stringMatching(
			/^broken InferenceService models\/wisdom-1: .* daemon iter8-7f9c has not let it go, though its deadline was 2026-01-01T11:59:00Z: routing template canary .*\n {2}see in the daemon's log why, and whether it may patch this kind; kubectl edit inferenceservice wisdom-1 -n models, and take out the finalizer, ends it$/,
		),
	]);
});

test('without a daemon the template that would fail for abort, too, is told', async () => {
	const cluster = await healthy();
	await cluster.delete(leases, 'models', 'kubectl-iter8');
	cluster.put(leaving(model('wisdom-1'), '11:58:00'));
	await breakTemplate(cluster);
	expect(await heldIn(cluster, 'wisdom')).toEqual([
		expect.stringMatching(
			/ and no daemon is there to release it; besides, routing template canary of ConfigMap models\/wisdom-routemap fails: .*\n {2}start kubectl iter8 watch -n models, or run kubectl iter8 abort wisdom -n models$/,
		),
	]);
});

test('without a daemon abort is not advised for a primary, which it would refuse', async () => {
	const cluster = await healthy();
	await cluster.delete(leases, 'models', 'kubectl-iter8');
	cluster.put(leaving(model('wisdom-0'), '11:58:00'));
	expect(await heldIn(cluster, 'wisdom')).toEqual([
		expect.stringMatching(
			/^broken InferenceService models\/wisdom-0: .* no daemon is there to release it\n {2}start kubectl iter8 watch -n models$/,
		),
	]);
});

test('objects of every kind that may carry the finalizer are found, also those that no routemap names', async () => {
	const cluster = await healthy();
	cluster.put(leaving(object('Deployment', 'models/old', {}, 'apps/v1'), '11:00:00'));
	cluster.put(leaving(object('Service', 'models/old'), '11:00:00'));
	cluster.put(leaving(object('ConfigMap', 'models/old-weight-config'), '11:00:00'));
	cluster.put(leaving(object('VirtualService', 'models/old', {spec: {}}, 'networking.istio.io/v1beta1'), '11:00:00'));
	cluster.put(leaving(model('old'), '11:59:50'));
	cluster.put(leaving(model('unlabelled'), '11:00:00', {labels: {}}));
	const since =
		'it is being deleted for 60m (since 2026-01-01T11:00:00Z), has the finalizer iter8.tools/finalizer, and';
	const end = 'and take out the finalizer, ends it';
	expect((await heldIn(cluster)).toSorted()).toEqual([
		`broken ConfigMap models/old-weight-config: ${since} no routemap names it or any other ConfigMap, so that no daemon releases it\n  kubectl edit configmap old-weight-config -n models, ${end}`,
		`broken Deployment models/old: ${since} no routemap names it or any other Deployment, so that no daemon releases it\n  kubectl edit deployment old -n models, ${end}`,
		`broken InferenceService models/unlabelled: ${since} it has no label iter8.tools/watch: "true", so that no daemon releases it\n  kubectl edit inferenceservice unlabelled -n models, ${end}`,
		`broken Service models/old: ${since} no routemap names it or any other Service, so that no daemon releases it\n  kubectl edit service old -n models, ${end}`,
		`broken VirtualService models/old: ${since} no routemap names it or any other VirtualService, so that no daemon releases it\n  kubectl edit virtualservice old -n models, ${end}`,
		'note InferenceService models/old: it is being deleted for 10s (since 2026-01-01T11:59:50Z), has the finalizer iter8.tools/finalizer, and daemon iter8-7f9c holds it, until 2026-01-01T12:04:50Z at most unless its --deadline says otherwise: no routemap names it, and requests under way get their time\n  wait',
	]);
	expect(await heldIn(cluster, 'wisdom')).toEqual([]);
});

test('a routemap that names an object of another namespace is told to have no say', async () => {
	const cluster = await healthy();
	const strSpec = 'versions: [{resources: [{gvrShort: isvc, name: prod-0, namespace: team-c}]}]';
	const kind = {'iter8.tools/kind': 'routemap'};
	const routemap = object('ConfigMap', 'models/thief-routemap', {data: {strSpec}});
	cluster.put({...routemap, metadata: {...routemap.metadata, labels: kind}});
	cluster.put(leaving({...model('prod-0'), metadata: {name: 'prod-0', namespace: 'team-c'}}, '11:58:00'));
	expect(await heldIn(cluster, 'thief')).toEqual([
		expect.stringContaining(
			'ConfigMap models/thief-routemap names it from another namespace, which counts only where the object consents or the daemon runs with --allow-namespaces team-c',
		),
	]);
});

test('a routemap that is none any more may be what holds an object', async () => {
	const cluster = await healthy();
	const routemap = object('ConfigMap', 'models/broken-routemap', {data: {strSpec: 'versions: 7'}});
	cluster.put({...routemap, metadata: {...routemap.metadata, labels: {'iter8.tools/kind': 'routemap'}}});
	cluster.put(leaving(model('old'), '11:58:00'));
	expect(await heldIn(cluster)).toEqual([
		expect.stringContaining('ConfigMap models/broken-routemap, which may have named it, is no routemap any more'),
	]);
});
