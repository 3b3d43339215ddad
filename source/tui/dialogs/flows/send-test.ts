import type {Job} from '../../runs/run.ts';
import type {Flow} from '../flow.ts';
import {valueOf, type Faults, type Values} from '../form/field.ts';
import {headerFaults, headerFields, headerFlags, headersOf, pathFault} from './headers.ts';
import {singleWork} from './plan-work.ts';
import {appCommand, referenceOf, type AppSubject} from './subject.ts';

const mostRequests = 100_000;
const mostConcurrency = 256;

interface Wish {
	readonly headers: Readonly<Record<string, string>>;
	readonly path: string | undefined;
	readonly filename: string | undefined;
	readonly requests: number;
	readonly concurrency: number;
}

export function sendTestFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Send a test to ${name}`,
		form: () =>
			Promise.resolve({
				fields: values => [
					{name: 'requests', label: 'Requests'},
					{name: 'concurrency', label: 'At a time'},
					{name: 'path', label: 'Path', placeholder: "the model's inference path"},
					...headerFields(values),
					{name: 'filename', label: 'Request', placeholder: 'a file, V2 as JSON; else the model is asked'},
				],
				initial: {requests: '20', concurrency: '2'},
				check: faultsOf,
			}),
		propose(values, stopping) {
			const wish = wishOf(values);
			const {headers, path, filename, requests, concurrency} = wish;
			const words = requests === 1 ? 'one request' : `${requests} requests`;
			return Promise.resolve({
				warnings: [],
				job: {
					action: 'send-test',
					app: referenceOf(subject.info),
					title: `send ${words} to ${name}`,
					command: appCommand(subject, {
						name: 'send-test',
						flags: {requests, concurrency, path, filename, header: headerFlags(headers)},
					}),
					...testWork(subject, wish, stopping.signal),
					requests,
					stopping,
				},
			});
		},
	};
}

function faultsOf(values: Values): Faults {
	const faults: Record<string, string | undefined> = {
		requests: numberFault(valueOf(values, 'requests'), mostRequests),
		concurrency: numberFault(valueOf(values, 'concurrency'), mostConcurrency),
		path: pathFault(valueOf(values, 'path').trim()),
		...headerFaults(values),
		filename: valueOf(values, 'filename').trim() === '-' ? 'name a file: stdin is the keyboard' : undefined,
	};
	return Object.fromEntries(
		Object.entries(faults).flatMap(([name, fault]) => (fault === undefined ? [] : [[name, fault]])),
	);
}

function numberFault(text: string, most: number): string | undefined {
	const isInRange = /^\d{1,9}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
	return isInRange ? undefined : `give a whole number from 1 to ${most}`;
}

function wishOf(values: Values): Wish {
	const given = (name: string): string | undefined => valueOf(values, name).trim() || undefined;
	return {
		headers: headersOf(values),
		path: given('path'),
		filename: given('filename'),
		requests: Number(valueOf(values, 'requests')),
		concurrency: Number(valueOf(values, 'concurrency')),
	};
}

/** Like the verb it fails when a request does. */
function testWork({session, info}: AppSubject, wish: Wish, signal: AbortSignal): Pick<Job, 'titles' | 'work'> {
	const {headers, path, requests, concurrency} = wish;
	const how = [
		...(concurrency > 1 ? [`${concurrency} at a time`] : []),
		...headerFlags(headers).map(header => `with ${header}`),
		...(path === undefined ? [] : [`to ${path}`]),
	];
	const title = [
		`send ${requests === 1 ? 'one request' : `${requests} requests`} to ${info.name} through its gateway`,
		...how,
	].join(', ');
	return singleWork(title, async live => {
		let failed = 0;
		let first = '';
		await session.sendTest(referenceOf(info), {
			...wish,
			signal,
			onOutcome(outcome) {
				if (outcome.failure !== undefined && failed++ === 0) first = outcome.failure;
				live.onOutcome(outcome);
			},
		});
		signal.throwIfAborted();
		if (failed > 0)
			throw new Error(requests === 1 ? first : `${failed} of ${requests} requests failed, the first so: ${first}`);
		return `${requests} answered`;
	});
}
