import {expect, test} from 'vitest';
import {
	defaultLeaderSettings,
	readSettings,
	settingsAnnotation,
	settingsText,
	type LeaderSettings,
} from '../../source/objects/leader-settings.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {configMaps} from '../../source/objects/resource.ts';

function lease(text: unknown): KubeObject {
	const metadata = {name: 'kubectl-iter8', annotations: {[settingsAnnotation]: text}};
	return {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: metadata as KubeObject['metadata']};
}

const task = {resource: {group: 'jobs.example.com', version: 'v1', plural: 'tasks', kind: ''}, conditions: ['Done']};
const told: LeaderSettings = {holdMs: 600_000, rollouts: true, types: new Map([['task', task]])};

test('a daemon writes what it was told, and the types only where they are its own', () => {
	expect(settingsText(defaultLeaderSettings)).toBe('{"holdMs":120000,"rollouts":false}');
	expect(settingsText(told)).toBe(
		'{"holdMs":600000,"rollouts":true,"types":{"task":{"resource":{"group":"jobs.example.com","version":"v1","plural":"tasks","kind":""},"conditions":["Done"]}}}',
	);
});

test('what was written is what is read, as the same object each time', () => {
	const {settings, disbelieved} = readSettings(lease(settingsText(told)));
	expect(settings).toEqual(told);
	expect(disbelieved).toEqual([]);
	expect(readSettings(lease(settingsText(told))).settings).toBe(settings);
});

test('settings that are the usual ones are those that hold without a daemon', () => {
	expect(readSettings(undefined).settings).toBe(defaultLeaderSettings);
	expect(readSettings(lease(settingsText(defaultLeaderSettings))).settings).toBe(defaultLeaderSettings);
});

test('types of a resource that is known here are of the very resource that is compared with', () => {
	const types = new Map([['weight', {resource: {...configMaps}, conditions: []}]]);
	const {settings} = readSettings(lease(settingsText({...told, types})));
	expect(settings.types.get('weight')?.resource).toBe(configMaps);
});

test('types that take more room than anyone believes are not written', () => {
	const many = new Map(Array.from({length: 101}, (_, index) => [`t${index}`, task]));
	const long = new Map([['t', {...task, conditions: ['x'.repeat(40_000)]}]]);
	for (const types of [many, long]) expect(settingsText({...told, types})).toBe('{"holdMs":600000,"rollouts":true}');
});

const whole = `its annotation ${settingsAnnotation}`;
const saysOf = (key: string): string => `what ${whole} says of ${key}`;
const type = (resource: object, conditions: unknown = []): string =>
	JSON.stringify({types: {t: {resource: {...task.resource, ...resource}, conditions}}});

test.each([
	['no text', 7, whole],
	['no JSON', '{', whole],
	['no mapping', '[120000]', whole],
	['more than anyone reads', JSON.stringify({holdMs: 1000, other: 'x'.repeat(32_768)}), whole],
	['a time before now', '{"holdMs":-1}', saysOf('holdMs')],
	['a time that no timer waits', '{"holdMs":1e300}', saysOf('holdMs')],
	['a time that is a text', '{"holdMs":"2m"}', saysOf('holdMs')],
	['a switch that is neither on nor off', '{"rollouts":"yes"}', saysOf('rollouts')],
	['types that are a list', '{"types":[]}', saysOf('types')],
	['a type that is none', '{"types":{"isvc":null}}', saysOf('types')],
	['a group that is a path', type({group: '../../v1'}), saysOf('types')],
	['a version that is a path', type({version: 'v1/namespaces'}), saysOf('types')],
	['a plural that is a path', type({plural: '..'}), saysOf('types')],
	['a kind that drives terminals', type({kind: '\u001B[2J'}), saysOf('types')],
	['conditions that are a text', type({}, 'Ready'), saysOf('types')],
	['conditions without end', type({}, Array(21).fill('Ready')), saysOf('types')],
	[
		'types without end',
		JSON.stringify({types: Object.fromEntries(Array.from({length: 101}, (_, index) => [index, task]))}),
		saysOf('types'),
	],
])('settings that are %s are not believed, and the usual ones hold', (_, text, disbelieved) => {
	expect(readSettings(lease(text))).toEqual({settings: defaultLeaderSettings, disbelieved: [disbelieved]});
});

test('what is believed of settings holds beside what is not, and what is not known is passed over', () => {
	expect(readSettings(lease('{"holdMs":5000,"types":7,"mood":"good"}'))).toEqual({
		settings: {holdMs: 5000, rollouts: false, types: defaultResourceTypes},
		disbelieved: [saysOf('types')],
	});
	expect(readSettings(lease('{"types":{"__proto__":{}}}')).settings).toBe(defaultLeaderSettings);
});
