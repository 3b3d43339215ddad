import {expect, test} from 'vitest';
import type {Snapshot} from '../../../source/info/snapshot.ts';
import {defaultLeaderSettings} from '../../../source/objects/leader-settings.ts';
import {conditionLines} from '../../../source/tui/lines/views.ts';
import {appInfo, versionInfo} from '../apps.ts';
import {noon} from '../session.ts';

test('that a version is not stopped is good news', () => {
	const conditions = [
		{type: 'Ready', status: 'False', reason: 'Stopped'},
		{type: 'Stopped', status: 'True'},
		{type: 'Stopped', status: 'False'},
		{type: 'Ready', status: 'True'},
		{type: 'Stopped', status: 'Unknown'},
	];
	const snapshot: Snapshot = {
		routemaps: [],
		applications: () => ({
			apiVersion: 'serving.kserve.io/v1beta1',
			kind: 'InferenceService',
			metadata: {name: 'wisdom-0'},
			status: {conditions},
		}),
		routes: () => undefined,
		recordOf: () => undefined,
		leases: [],
		hiddenLeases: [],
		settingsIn: () => defaultLeaderSettings,
		missingKinds: [],
	};
	const [, ...lines] = conditionLines(appInfo('wisdom', {versions: [versionInfo()]}), snapshot, 80, noon);
	expect(
		lines.map(line =>
			line
				.map(({text}) => text)
				.join('')
				.trim(),
		),
	).toEqual(['✖ Ready False', 'Stopped', '✖ Stopped True', '✔ Stopped False', '✔ Ready True', '◌ Stopped Unknown']);
});
