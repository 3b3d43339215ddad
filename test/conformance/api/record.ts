import {startTestbed} from '../../cluster/testbed/testbed.ts';
import {versions} from '../../cluster/testbed/versions.ts';
import {topics} from './cases/all.ts';
import {realServer} from './real-server.ts';
import {writeRecording} from './recording.ts';
import {runCase} from './run-case.ts';
import type {Transcript} from './transcript.ts';

// node test/conformance/api/record.ts [TOPIC…]: asks a real API server all cases, and writes its answers to recorded/
const testbed = await startTestbed();
try {
	const server = await realServer(testbed);
	const wanted = process.argv.slice(2);
	for (const [topic, cases] of Object.entries(topics)) {
		if (wanted.length > 0 && !wanted.includes(topic)) continue;
		const transcripts = new Map<string, Transcript>();
		for (const one of cases) transcripts.set(one.name, await runCase(server, one));
		await writeRecording(topic, versions.kubernetes, transcripts);
		console.error(`recorded ${cases.length} cases of ${topic}`);
	}
} finally {
	await testbed.stop();
}
