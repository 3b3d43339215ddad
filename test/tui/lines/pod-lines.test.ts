import {expect, test} from 'vitest';
import type {PodInfo} from '../../../source/info/describe-pod.ts';
import {textOf, type Line} from '../../../source/tui/lines/line.ts';
import {containerLogLines, podTreeLines} from '../../../source/tui/lines/pod-lines.ts';
import {loggedContainer} from '../../../source/tui/state/logged.ts';
import {appInfo, versionInfo} from '../apps.ts';
import {noon} from '../session.ts';

const running: PodInfo = {
	namespace: 'models',
	name: 'wisdom-0-predictor-00001-deployment-7d9c6b8f5d-x2k4z',
	component: 'predictor',
	word: 'Running',
	tone: 'good',
	ready: 2,
	containers: 2,
	restarts: 0,
	reason: '',
	container: 'kserve-container',
	createdAt: '2026-01-01T11:00:00Z',
};
const failing: PodInfo = {
	...running,
	name: 'wisdom-1-predictor-00001-deployment-5f7d8b9c6d-m8n7b',
	word: 'Init:CrashLoopBackOff',
	tone: 'bad',
	ready: 0,
	restarts: 3,
	reason: 'the model gs://models/wisdom/v2 is not there',
	container: 'storage-initializer',
};
const app = appInfo('wisdom', {
	versions: [versionInfo(), versionInfo({name: 'wisdom-1', title: 'wisdom-1', role: 'candidate', phase: 'loading'})],
});
const byVersion = new Map([
	['wisdom-0', [running, {...running, component: 'transformer', name: 'wisdom-0-transformer-00001-deployment-x'}]],
	['wisdom-1', [failing]],
]);
const known = {byVersion, error: undefined};

function text(lines: readonly Line[]): string {
	return lines.map(line => textOf(line).trimEnd()).join('\n');
}

test('versions are shown with their pods, and why one does not run', () => {
	expect(text(podTreeLines(app, known, 76, noon))).toBe(`\
 ✔ wisdom-0  InferenceService · primary
   ├ ✔ Running  2/2 · 60m  wisdom-0-predictor-00001-deployment…6b8f5d-x2k4z
   └ ✔ Running  2/2 · transformer · 60m  wisdom-0-transformer-…deployment-x

 ◌ wisdom-1  InferenceService · candidate
   └ ✖ Init:CrashLoopBackOff  0/2 · 3 restarts · 60m  wisdom-1-p…9c6d-m8n7b
       the model gs://models/wisdom/v2 is not there`);
});

test('what is not known of pods is said', () => {
	expect(text(podTreeLines(app, {byVersion: undefined, error: undefined}, 76, noon))).toBe(' Looking for pods …');
	const error = new Error('pods is forbidden');
	expect(text(podTreeLines(app, {byVersion: undefined, error}, 76, noon))).toBe(' ✖ pods is forbidden');
	const versions = [versionInfo(), versionInfo({name: 'wisdom-1', title: 'wisdom-1'})];
	const some = {byVersion: new Map([['wisdom-0', []]]), error: undefined};
	expect(text(podTreeLines(appInfo('wisdom', {versions}), some, 76, noon))).toContain('no pods');
	expect(text(podTreeLines(appInfo('wisdom', {versions}), some, 76, noon))).toContain(
		'its kind does not tell which pods are its own',
	);
});

test('the pods of one version that may not be seen hide those of no other', () => {
	const candidate = versionInfo({name: 'wisdom-1', title: 'lab/wisdom-1', role: 'candidate'});
	const of = appInfo('wisdom', {versions: [versionInfo(), candidate]});
	const forbidden = new Map([['lab/wisdom-1', new Error('you may not list pods in namespace lab')]]);
	const some = {byVersion: new Map([['wisdom-0', []]]), error: undefined, forbidden};
	expect(text(podTreeLines(of, some, 76, noon))).toBe(`\
 ✔ wisdom-0  InferenceService · primary
   no pods

 ✔ lab/wisdom-1  InferenceService · candidate
   ✖ you may not list pods in namespace lab`);
});

test('of a version that is not there it says that, and nothing of its kind', () => {
	const absent = versionInfo({
		name: 'wisdom-1',
		title: 'wisdom-1',
		role: 'candidate',
		phase: 'absent',
		reason: 'InferenceService wisdom-1 does not exist',
	});
	const of = appInfo('wisdom', {versions: [versionInfo(), absent]});
	expect(text(podTreeLines(of, {byVersion: new Map([['wisdom-0', [running]]]), error: undefined}, 76, noon))).toBe(`\
 ✔ wisdom-0  InferenceService · primary
   └ ✔ Running  2/2 · 60m  wisdom-0-predictor-00001-deployment…6b8f5d-x2k4z

 · wisdom-1  InferenceService · candidate
   InferenceService wisdom-1 does not exist`);
});

test('the log of the pod in trouble of what is being rolled out is the first, and each turn shows the next', () => {
	const shown = [0, 1, 2, 3].map(turn => loggedContainer(app, byVersion, turn));
	expect(shown.map(each => each && `${each.version} ${each.container} ${each.number}/${each.total}`)).toEqual([
		'wisdom-1 storage-initializer 1/3',
		'wisdom-0 kserve-container 2/3',
		'wisdom-0 kserve-container 3/3',
		'wisdom-1 storage-initializer 1/3',
	]);
	expect(loggedContainer(app, undefined, 0)).toBeUndefined();
});

test('versions of one name in two namespaces have each its own pods and logs', () => {
	const twins = ['models', 'trial'].map(namespace =>
		versionInfo({namespace, name: 'wisdom', title: `${namespace}/wisdom`, phase: 'loading'}),
	);
	const ofTwins = appInfo('wisdom', {versions: twins});
	const pods = new Map(twins.map(({namespace, title}) => [title, [{...failing, namespace, name: `${namespace}-pod`}]]));
	const lines = text(podTreeLines(ofTwins, {byVersion: pods, error: undefined}, 90, noon));
	expect(lines.match(/\w+-pod/g)).toEqual(['models-pod', 'trial-pod']);
	const logged = [0, 1].map(turn => loggedContainer(ofTwins, pods, turn));
	expect(logged.map(each => `${each?.version} ${each?.pod}`)).toEqual([
		'trial/wisdom trial-pod',
		'models/wisdom models-pod',
	]);
});

test('a log is shown under its name, with why there is no more of it', () => {
	const logged = loggedContainer(app, byVersion, 0);
	const log = {lines: ['fetching', 'not found'], error: new Error('container is waiting to start')};
	expect(text(containerLogLines(logged, log, known, 90))).toBe(`\
 wisdom-1  storage-initializer · 1 of 3, L shows the next · wisdom-1-predictor-00001-deployment-5f7d8b9c6d-m8n7b
 fetching
 not found
 ✖ container is waiting to start`);
	const nothing = {lines: undefined, error: undefined};
	expect(text(containerLogLines(undefined, nothing, {byVersion: new Map(), error: undefined}, 90))).toBe(
		' No pod of this app is there.',
	);
});

test('a long log of wide characters holds up no key: it is drawn again in a moment', () => {
	const logged = loggedContainer(app, byVersion, 0);
	const lines = Array.from({length: 1000}, (_, index) => `INFO 正在加载模型权重 ${index} 请稍候 `.repeat(5));
	const start = performance.now();
	for (let frame = 0; frame < 10; frame++) {
		expect(containerLogLines(logged, {lines, error: undefined}, known, 90)).toHaveLength(2001);
	}

	// ten times what it takes
	expect(performance.now() - start).toBeLessThan(4000);
});
