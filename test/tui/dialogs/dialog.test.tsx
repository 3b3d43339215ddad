import {expect, test} from 'vitest';
import {fixtures} from '../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {stepWork} from '../../helpers/step-work.ts';
import {expectScreens, openDialog} from './open-dialog.tsx';

const objects = fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready');

test('for a screen reader a plan is plain lines without frame and window', async () => {
	const terminal = await openDialog('promote', createMemoryCluster(objects), {isScreenReaderEnabled: true});
	await terminal.until('Go ahead');
	expect(terminal.screen()).toBe(`\
iter8
promote wisdom-1 of wisdom
 ⚠ inferenceservice models/wisdom-1 is deleted; its spec lives on in wisdom-0
 ⚠ no daemon leads, so this applies virtualservice models/wisdom with your
   rights
 ⚠ wisdom-1 was never tested since its spec last changed
 1. send an inference to wisdom-1 first
 2. replace the spec of inferenceservice models/wisdom-0 by that of wisdom-1
 3. wait until wisdom-0 serves its new spec
 4. send an inference to wisdom-0
 5. delete inferenceservice models/wisdom-1
 t [x] send an inference to the candidate first, and to the new primary
 What changes in the spec
   …
     model:
       modelFormat:
         name: sklearn
 -     storageUri: gs://models/wisdom/1
 +     storageUri: gs://models/wisdom/2
 The same by hand
   kubectl iter8 promote wisdom -n models
Tab choose · Enter take · Esc close
 ▸[ Cancel ]   [ Go ahead ]
 ? help`);
});

test('for a screen reader a test is figures without bars', async () => {
	const terminal = await openDialog('send-test', createMemoryCluster(objects), {
		isScreenReaderEnabled: true,
		prepare: runs =>
			void runs.start({
				action: 'send-test',
				app: {namespace: 'models', name: 'wisdom'},
				title: 'send 4 requests to wisdom',
				command: 'kubectl iter8 send-test wisdom --requests 4 -n models',
				requests: 4,
				...stepWork([
					{
						title: 'send 4 requests',
						run: (_, {onOutcome}) => {
							onOutcome({version: 'wisdom-0', status: 200, latencyMs: 12, failure: undefined});
							return new Promise(() => {});
						},
					},
				]),
				stopping: new AbortController(),
			}),
	});
	await terminal.until('1 of 4');
	expect(terminal.screen()).toBe(`\
iter8
send 4 requests to wisdom
 1 of 4 · 0 failed
 VERSION   COUNT  SHARE  STATUS  P50    P95
 wisdom-0  1      100 %  200     12 ms  12 ms
 Latency
 < 20 ms 1
 The same by hand
   kubectl iter8 send-test wisdom --requests 4 -n models
X stop · Esc close, it goes on
 ◐ running for 0s
 ? help`);
});

test('what a cluster says moves no cursor and breaks no frame', async () => {
	const words = `世界 ${'no-space'.repeat(40)} \u001B[2J\u202Ereversed\r\nsecond line`;
	const terminal = await openDialog('promote', createMemoryCluster(objects), {
		prepare: runs =>
			void runs.start({
				action: 'promote',
				app: {namespace: 'models', name: 'wisdom'},
				title: `promote \u001B]0;title\u0007 ${'wisdom'.repeat(42)}`,
				command: `kubectl iter8 promote $'a\\x1b' -n models`,
				...stepWork([{title: words, run: () => Promise.reject(new Error(words))}]),
				stopping: new AbortController(),
			}),
	});
	await terminal.until('failed after');
	await expectScreens(terminal, 'hostile');
});
