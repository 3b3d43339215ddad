import {expect, test} from 'vitest';
import {routemapOfApp} from '../../source/ownership/routemap-of-app.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

const named = (name: string) => routemapConfigMap(name, canarySpec);

test.each([
	['oak', ['elm', 'oak-routemap'], 'oak-routemap'],
	['oak', ['oak', 'oak-2'], 'oak'],
	['oak', ['oaks', 'oak-routemap-routemap'], undefined],
])('the routemap of %s among %j is %s', (app, names, found) => {
	expect(routemapOfApp(names.map(named), app)?.metadata.name).toBe(found);
});

test('two routemaps of one app are an error that names both', () => {
	expect(() => routemapOfApp(['oak', 'oak-routemap'].map(named), 'oak')).toThrow(
		'configmap models/oak and configmap models/oak-routemap both are the routemap of app oak: delete the one that is not meant',
	);
});
