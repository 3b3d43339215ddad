import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {topics} from '../conformance/api/cases/all.ts';
import {readRecording} from '../conformance/api/recording.ts';
import {runCase} from '../conformance/api/run-case.ts';
import {sandboxServer} from '../conformance/api/sandbox-server.ts';

// What a real API server answered is in test/conformance/api/recorded; test/cluster asks one again.
let server: Awaited<ReturnType<typeof sandboxServer>>;

beforeAll(async () => {
	server = await sandboxServer();
});

afterAll(async () => server?.api.close());

describe.each(Object.entries(topics))('%s', (topic, cases) => {
	const recording = readRecording(topic);

	test.concurrent.each(cases.map(one => [one.name, one] as const))('%s', async (name, one) => {
		const recorded = (await recording).get(name);
		expect(recorded, 'record it: node test/conformance/api/record.ts').toBeDefined();
		expect(await runCase(server, one)).toEqual(recorded);
	});

	test(`nothing else is recorded of ${topic}`, async () => {
		expect([...(await recording).keys()]).toEqual(cases.map(({name}) => name));
	});
});
