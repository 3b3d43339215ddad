import type {AppInfo} from '../../../source/info/app.ts';
import {describeApps} from '../../../source/info/describe-apps.ts';
import {describeDaemon} from '../../../source/info/describe-daemon.ts';
import {fetchSnapshot} from '../../../source/snapshot/fetch-snapshot.ts';
import {textOf} from '../../../source/tui/lines/line.ts';
import type {Run} from '../../../source/tui/runs/run.ts';
import {drawFrame} from '../../../source/tui/screens/frame.ts';
import type {Model} from '../../../source/tui/screens/model.ts';
import {firstUi, type Ui} from '../../../source/tui/state/ui.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import {fixtures} from '../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {statesWhenLed} from '../../helpers/states.ts';
import {noon} from '../session.ts';

/** The model of a screen with three apps, of which `chosen` is chosen. */
export async function modelOf(
	chosen: 'fox' | 'owl' | 'wisdom',
	given: Omit<Partial<Model>, 'ui'> & {readonly ui?: Partial<Ui>} = {},
): Promise<Model> {
	const cluster = createMemoryCluster(
		fixtures(
			'apps/wisdom-routemap',
			'apps/wisdom-0',
			'apps/wisdom-1-ready',
			'apps/owl',
			'apps/fox-routemap',
			'apps/lease',
		),
	);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	await applyRoutes(cluster, 'models', 'owl-routemap', [30, 10]);
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	const apps = describeApps(snapshot, noon);
	const daemon = describeDaemon(snapshot.leases, noon);
	const app = appOf(apps, chosen);
	const {ui, ...rest} = given;
	return {
		place: {context: 'prod', namespace: 'models'},
		isReadOnly: false,
		known: {snapshot, trouble: undefined},
		daemon,
		lost: [],
		statesOf: statesWhenLed,
		total: apps.length,
		wrong: 1,
		apps,
		app,
		pods: {byVersion: undefined, error: undefined},
		logged: undefined,
		log: {lines: undefined, error: undefined},
		eventsBelow: {events: undefined, error: undefined},
		feeds: {events: [], numbers: undefined, tests: undefined, error: undefined},
		numbers: new Map(),
		runs: [],
		names: {namespaces: undefined, contexts: undefined, errors: {}},
		candidates: {apps: [], namespaces: [], contexts: []},
		keyContext: {app, forbidden: new Map(), daemon, logged: undefined, canGoBack: false},
		now: noon,
		columns: 80,
		rows: 24,
		...rest,
		ui: {...firstUi, ...ui},
	};
}

function appOf(apps: readonly AppInfo[], name: string): AppInfo {
	const app = apps.find(app => app.name === name);
	if (!app) throw new Error(`there is no app ${name}`);
	return app;
}

/** What a model looks like, without spaces at the ends of lines. */
export function screenOf(model: Model): string {
	const {top, body, bottom} = drawFrame(model);
	return [...top, ...(body?.lines ?? []), ...bottom].map(line => textOf(line).trimEnd()).join('\n');
}

/** An action that was started one minute before noon. */
export function runOf(given: Partial<Run> = {}): Run {
	return {
		id: '1',
		action: 'promote',
		app: {namespace: 'models', name: 'wisdom'},
		context: 'prod',
		title: 'promote wisdom-1 of wisdom',
		command: 'kubectl iter8 promote wisdom -n models',
		steps: [
			{title: 'replace wisdom-0 by the spec of wisdom-1', status: 'done', words: 'wisdom-0 replaced'},
			{title: 'wait until wisdom-0 serves it', status: 'running', words: 'the container is starting'},
			{title: 'delete wisdom-1', status: 'waiting', words: ''},
		],
		status: 'running',
		startedAt: new Date('2026-01-01T11:59:00Z'),
		finishedAt: undefined,
		error: undefined,
		test: undefined,
		comparison: undefined,
		lines: [],
		...given,
	};
}

/** An action that has failed in its first step. */
export function failedRun(): Run {
	return runOf({
		id: '2',
		status: 'failed',
		finishedAt: new Date('2026-01-01T11:59:40Z'),
		error: 'inferenceservice wisdom-0 was changed by someone else meanwhile: run it again',
		steps: [{title: 'replace wisdom-0 by the spec of wisdom-1', status: 'failed', words: ''}],
	});
}
