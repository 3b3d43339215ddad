import {beforeEach, expect, test} from 'vitest';
import {primary, startRollout, type Rollout} from '../../../verbs/rollout.ts';
import {down, enter, expectScreens, openDialog, right, tab} from '../open-dialog.tsx';

const clear = '\u0015';

let rollout: Rollout;

beforeEach(async () => {
	rollout = await startRollout([primary()]);
});

test('the form of a new app says how it was found out what the app is, and shows its objects', async () => {
	const terminal = await openDialog('init', rollout.cluster, {app: undefined, rows: 40});
	await terminal.until('Name');
	terminal.keys('wisdom');
	await terminal.until('kind: Service');
	await expectScreens(terminal, 'init-form');
});

test('each strategy asks for what it needs', async () => {
	const terminal = await openDialog('init', rollout.cluster, {app: undefined});
	await terminal.until('Candidate for');
	terminal.keys(tab, right);
	await terminal.until('Candidate weight');
	terminal.keys(right);
	await terminal.until('Copied percent');
	terminal.keys(right);
	await terminal.until('[none]');
	expect(terminal.screen()).not.toContain('Copied percent');
});

test('what is wrong with a new app is said under its fields', async () => {
	const terminal = await openDialog('init', rollout.cluster, {app: undefined, session: {namespace: undefined}});
	await terminal.until('Namespace');
	terminal.keys('Wisdom_1', tab, 'My Models', tab, tab, 'traffic', enter);
	await terminal.until('write it as NAME: VALUE');
	await expectScreens(terminal, 'init-faults');
});

test('an app is set up by its plan', async () => {
	const terminal = await openDialog('init', rollout.cluster, {app: undefined});
	await terminal.until('Name');
	terminal.keys('wisdom', down, down, 'x-team: nlp', enter);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'init-plan');
	expect(rollout.configMap('wisdom-routemap')).toBeUndefined();
	terminal.keys(right, enter);
	await terminal.until('done in');
	expect(rollout.configMap('wisdom-routemap')).toBeDefined();
	expect(rollout.route()).toBeDefined();
	expect(terminal.runs().list[0]).toMatchObject({
		app: {namespace: 'models', name: 'wisdom'},
		command: 'kubectl iter8 init wisdom --match x-team=nlp -n models',
	});
});

test('weights and what serves the app are handed on', async () => {
	const terminal = await openDialog('init', rollout.cluster, {app: undefined, columns: 200});
	await terminal.until('Name');
	terminal.keys('wisdom', tab, right, tab, clear, '9', tab, clear, '1', tab, right);
	await terminal.until('[kserve-knative]');
	terminal.keys(tab, tab, 'wisdom', tab, 'mesh, models/front', enter);
	await terminal.until(
		'kubectl iter8 init wisdom --strategy blue-green --weights 9,1 --app-type kserve-knative --model-name wisdom --gateway mesh --gateway models/front',
	);
});

test('a split begins with everything at the primary, and a mirror with copies of everything', async () => {
	const terminal = await openDialog('init', rollout.cluster, {app: undefined, columns: 120});
	await terminal.until('Name');
	terminal.keys('wisdom', tab, right);
	await terminal.until('Primary weight    100');
	terminal.keys(enter);
	await terminal.until('kubectl iter8 init wisdom --strategy blue-green --weights 100,0');
});
