import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {loadConnection} from '../../source/kube/connection.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {connectionFlags} from '../../source/options/connection-flags.ts';
import {parse} from '../../source/options/parse.ts';
import {verbs} from '../../source/verbs/verbs.ts';
import {precedenceCases} from './precedence-cases.ts';
import {startRecorder, type Call, type Recorder} from './precedence.ts';

let recorder: Recorder;
beforeAll(async () => {
	recorder = await startRecorder();
});
afterAll(() => recorder.close());

async function listConfigMaps({flags, env, home}: Call): Promise<void> {
	const surroundings = {env, home, serviceAccount: join(home, 'serviceaccount')};
	const connection = loadConnection(connectionFlags(parse(verbs, ['status', ...flags]).flags), surroundings);
	await connect(connection, {version: '0'}).list(configMaps, connection.namespace);
}

// test/cluster/kubectl-precedence.test.ts asks kubectl the same.
describe('who is asked, as whom, and where', () => {
	it.each(precedenceCases)('$title', async given => {
		expect(await recorder.asked(given, listConfigMaps)).toBe(given.asks);
	});
});
