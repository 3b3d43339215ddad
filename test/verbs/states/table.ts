import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describeApps} from '../../../source/info/describe-apps.ts';
import {describeDaemon} from '../../../source/info/describe-daemon.ts';
import {daemonStates} from '../../../source/info/states/daemon-states.ts';
import {commandText, type Advice} from '../../../source/info/states/state.ts';
import {stateContext, statesOf, type States} from '../../../source/info/states/states-of.ts';
import {stopAnnotation} from '../../../source/kserve/stopped.ts';
import {routeFieldManager} from '../../../source/objects/labels.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {virtualServices} from '../../../source/objects/resource.ts';
import {fetchSnapshot} from '../../../source/snapshot/fetch-snapshot.ts';
import {appListLines} from '../../../source/tui/lines/app-list.ts';
import {textOf, type Line} from '../../../source/tui/lines/line.ts';
import {overviewLines} from '../../../source/tui/lines/overview.ts';
import * as check from '../../../source/verbs/check/run.ts';
import {stateLines} from '../../../source/verbs/state-lines.ts';
import * as status from '../../../source/verbs/status/run.ts';
import {surroundings} from '../../check/healthy.ts';
import {playApp} from '../../helpers/played-app.ts';
import {present} from '../../helpers/present.ts';
import {runCommand} from '../../helpers/run-command.ts';
import {lease, type Scene} from './states.ts';

const noon = new Date('2026-01-01T12:00:00Z');
const {signal} = new AbortController();

/** What all that tell of an app say of it in a state, and what comes of what they advise, tried in that very state. */
export interface Told {
	readonly faces: string;
	readonly advice: string;
}

export async function toldOf(scene: Scene): Promise<Told> {
	const app = await open(scene);
	const faces = await facesOf(app);
	const advised = (await statesNow(app.cluster)).flatMap(state => state.advised);
	const commands = new Map(advised.map(advice => [commandText(advice.command), advice]));
	let advice = '';
	for (const each of commands.values()) advice += isLook(each) ? lookedAt(app, each) : await outcomeOf(scene, each);
	await app.close();
	return {faces, advice};
}

async function open({objects, daemon, settled}: Scene): Promise<Played> {
	const idle = daemon === 'leads' ? [lease('2026-01-01T11:59:59Z')] : [];
	const own = objects.filter(object => !isOurRoute(object));
	const app = await playApp([...surroundings, ...own, ...idle], daemon === 'plays');
	for (const {apiVersion, kind, metadata, spec} of objects.filter(isOurRoute)) {
		const {name, namespace, ownerReferences = []} = metadata;
		const route = {
			apiVersion,
			kind,
			metadata: {name, ...(namespace !== undefined && {namespace}), ownerReferences},
			spec,
		};
		await app.cluster.apply(virtualServices, route, {fieldManager: routeFieldManager, force: true});
	}

	await app.settled();
	settled?.(app.cluster);
	await app.settled();
	return app;
}

/** What the daemon has applied, and is to be in force. */
function isOurRoute({kind, metadata}: KubeObject): boolean {
	return kind === 'VirtualService' && metadata.ownerReferences?.[0]?.kind === 'ConfigMap';
}

async function facesOf({cluster}: Played): Promise<string> {
	const place = {cluster, namespace: 'models', now: () => noon};
	const listed = await runCommand(status, ['status'], place);
	const one = await runCommand(status, ['status', 'wisdom'], place);
	const checked = await runCommand(check, ['check', 'wisdom'], place);
	const last = await stateLines(place, 'wisdom', signal);
	const parts = {
		'status APP': one.stdout.split('\n\n').slice(1).join('\n').split('\n'),
		'status, stderr': listed.stderr.split('\n'),
		TUI: await screenOf(place),
		check: [...findingsOf(checked.stdout), `exit ${checked.exitCode ?? 0}`],
		'last line': last.map(line => line.trimEnd()),
	};
	return Object.entries(parts)
		.map(
			([title, lines]) =>
				`${title}:\n${lines
					.filter(line => line !== '')
					.map(line => `  ${line}\n`)
					.join('')}`,
		)
		.join('');
}

type Place = Parameters<typeof stateLines>[0];

/** The app's row, and what its overview says besides figures. */
async function screenOf({cluster}: Place): Promise<readonly string[]> {
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, signal, noon);
	const apps = describeApps(snapshot, noon);
	const app = present(apps[0]);
	const states = statesOf(app, stateContext(snapshot, noon));
	const common = {hasNamespace: false, selected: undefined, busy: new Map(), isFocused: true, now: noon};
	const row = appListLines(apps, {...common, width: 36, statesOf: () => states});
	const overview = overviewLines(app, {
		snapshot,
		numbers: new Map(),
		tests: undefined,
		pods: {byVersion: undefined, error: undefined},
		states,
		width: 100,
		rows: 0,
		now: noon,
	});
	const blocks = textsOf(overview).join('\n').split('\n\n');
	const telling = blocks.filter(block => !/^ (REQUESTS|weight|share)|route in force/.test(block));
	return [...textsOf(row), ...telling.flatMap(block => block.split('\n'))];
}

function textsOf(lines: readonly Line[]): readonly string[] {
	return lines.map(line => textOf(line).trimEnd());
}

/** Of what check finds, what is about the app and who leads: not what nobody can ask from here. */
function findingsOf(stdout: string): readonly string[] {
	const blocks = stdout.split('\n\n').filter(block => /^\w+: (app |daemon:|ConfigMap |InferenceService )/.test(block));
	return blocks.filter(block => !block.includes('cannot be asked from here')).flatMap(block => block.split('\n'));
}

/** Whether a command changes nothing: it has to find what it names. */
function isLook({command: {program, words}}: Advice): boolean {
	return program === 'kubectl' && ['get', 'describe', 'logs'].includes(words[0] ?? '');
}

function lookedAt(app: Played, {to, command}: Advice): string {
	const {words} = command;
	const isOfPods = app
		.objects()
		.some(({metadata}) => words.includes(`serving.kserve.io/inferenceservice=${metadata.name}`));
	const isFound = words[1] === 'events' || isOfPods || byName(app, words) !== undefined;
	return `to ${to}: ${commandText(command)}\n  → ${isFound ? 'found' : 'not found'}\n`;
}

async function statesNow(cluster: Place['cluster']): Promise<readonly States[number][]> {
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, signal, noon);
	const [app] = describeApps(snapshot, noon);
	const daemon = describeDaemon(snapshot.leases, noon);
	return [
		...daemonStates(daemon, 'models', snapshot.hiddenLeases),
		...(app ? statesOf(app, stateContext(snapshot, noon)) : []),
	];
}

async function outcomeOf(scene: Scene, {to, command}: Advice): Promise<string> {
	const isWatch = command.program === 'kubectl iter8' && command.words[0] === 'watch';
	const objects = isWatch ? scene.objects.filter(({kind}) => kind !== 'Lease') : scene.objects;
	// A daemon that only holds the lease would be waited for.
	const app = await open({...scene, objects, daemon: isWatch || scene.daemon !== 'none' ? 'plays' : 'none'});
	const failure = isWatch ? undefined : await perform(app, command);
	await app.settled();
	const after = await statesNow(app.cluster);
	await app.close();
	const words = failure === undefined ? after.map(({word}) => word).join(', ') : `error: ${failure}`;
	return `to ${to}: ${commandText(command)}\n  → ${words}\n`;
}

type Played = Awaited<ReturnType<typeof playApp>>;

/** Does what a command line says; undefined when it went well. */
async function perform(app: Played, {program, words}: Advice['command']): Promise<string | undefined> {
	if (program === 'kubectl') return byHand(app, words);
	const [verb] = words;
	const line = words
		.join(' ')
		.replace('-f FILE', `--filename ${join(import.meta.dirname, 'first-version.json')}`)
		.replace('--template NAME --storage-uri URI', '--template sklearn --storage-uri gs://models/one')
		.replace('=WEIGHT', '=1');
	const flags: Readonly<Record<string, string>> = {
		deploy: '--wait --yes',
		promote: '--yes --skip-test --drain 1ms --timeout 1s',
		abort: '--yes --drain 1ms --timeout 1s',
		undo: '--yes --skip-test --timeout 1s',
		weights: '--yes',
	};
	return (await app.run(`${line} ${flags[verb ?? ''] ?? ''}`.trim())).error;
}

/** What an operator does with kubectl: looks, which must find something, or puts right what the command is about. */
async function byHand(app: Played, words: readonly string[]): Promise<string | undefined> {
	const [verb] = words;
	const {cluster} = app;
	const object = byName(app, words);
	if (verb === 'apply') {
		cluster.put(first());
		return undefined;
	}

	if (verb === 'replace') {
		replaceRoutemap(app);
		return undefined;
	}

	if (!object) return `${words.join(' ')} finds nothing`;
	const {metadata} = object;
	if (verb === 'label') {
		const [name = '', value = ''] = (words.at(-1) ?? '').split('=');
		cluster.put({
			...object,
			metadata: {...metadata, labels: {...metadata.labels, [name]: value.replace('LABEL', 'v7')}},
		});
	} else if (verb === 'annotate') {
		const {[stopAnnotation]: _, ...annotations} = metadata.annotations ?? {};
		const {status: _status, ...rest} = object;
		cluster.put({...rest, metadata: {...metadata, annotations}});
	} else if (verb === 'edit' && object.kind === 'InferenceService') {
		const spec = JSON.parse(
			JSON.stringify(object['spec']).replace(/gs:\/\/models\/[^"]+/, 'gs://models/good'),
		) as unknown;
		cluster.put({...object, spec, metadata: {...metadata, generation: (metadata.generation ?? 1) + 1}});
	} else if (verb === 'edit') {
		if (object['immutable'] === true) return `${metadata.name} is immutable`;
		cluster.put({...object, data: goodRoutemap()});
	}

	return undefined;
}

function goodRoutemap() {
	return {strSpec: readFileSync(join(import.meta.dirname, 'good-routemap.json'), 'utf8')};
}

/** As `kubectl replace --force --cascade=orphan` does: another object has the name, and what the old one owned has no owner. */
function replaceRoutemap({cluster, objects}: Played): void {
	for (const object of objects()) {
		const {metadata} = object;
		if (metadata.name === 'wisdom-routemap') {
			cluster.put({...object, data: goodRoutemap(), metadata: {...metadata, uid: 'another'}});
		} else if (metadata.ownerReferences?.[0]?.kind === 'ConfigMap') {
			cluster.put({...object, metadata: {...metadata, ownerReferences: []}});
		}
	}
}

function first() {
	return JSON.parse(readFileSync(join(import.meta.dirname, 'first-version.json'), 'utf8')) as ReturnType<
		Played['objects']
	>[number];
}

/** The object whose kind and name are among the words of a command. */
function byName({objects}: Played, words: readonly string[]) {
	return objects().find(({kind, metadata}) => words.includes(kind.toLowerCase()) && words.includes(metadata.name));
}
