import type {Line} from '../../lines/line.ts';
import type {Job} from '../../runs/run.ts';
import type {Flow} from '../flow.ts';
import {valueOf, type Faults, type Field, type Values} from '../form/field.ts';
import {hanging} from '../lines/hanging.ts';
import {askedWays, askedWords, choicesOf, chosen, primaryName, type Choices} from './asked-versions.ts';
import {headerFaults, headerFields, headerFlags, headersOf, pathFault} from './headers.ts';
import {singleWork} from './plan-work.ts';
import {appCommand, referenceOf, type AppSubject} from './subject.ts';

const mostRequests = 100_000;
const mostConcurrency = 256;

interface Wish {
	/** A candidate to be asked the same as the primary; undefined for the app as its clients ask it. */
	readonly version: string | undefined;
	readonly headers: Readonly<Record<string, string>>;
	readonly path: string | undefined;
	readonly filename: string | undefined;
	readonly requests: number;
	readonly concurrency: number;
}

/** With a candidate that is ready it and the primary are asked the same, side by side, unless another choice is made. */
export function sendTestFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	const choices = choicesOf(subject.info);
	return {
		title: `Send a test to ${name}`,
		form: () =>
			Promise.resolve({
				fields: values => fieldsOf(choices, values),
				initial: {requests: '20', concurrency: '2'},
				check: values => faultsOf(values, choices),
				...(choices.size > 1 && {view: (values, _, width) => wayLines(subject, wishOf(values, choices), width)}),
			}),
		propose(values, stopping) {
			const wish = wishOf(values, choices);
			const {version, headers, path, filename, requests, concurrency} = wish;
			const words = requests === 1 ? 'one request' : `${requests} requests`;
			return Promise.resolve({
				warnings: [],
				notes: version === undefined ? [] : askedWays(subject, version, path).map(asked => askedWords(asked, name)),
				job: {
					action: 'send-test',
					app: referenceOf(subject.info),
					title:
						version === undefined
							? `send ${words} to ${name}`
							: `ask ${primaryName(subject.info)} and ${version} the same`,
					command: appCommand(subject, {
						name: 'send-test',
						arguments: version === undefined ? [] : [version],
						flags: {requests, concurrency, path, filename, header: headerFlags(headers)},
					}),
					...testWork(subject, wish, stopping.signal),
					requests: version === undefined ? requests : 2 * requests,
					stopping,
				},
			});
		},
	};
}

function fieldsOf(choices: Choices, values: Values): readonly Field[] {
	const isComparison = chosen(choices, values) !== undefined;
	return [
		...(choices.size > 1 ? [{name: 'asked', label: 'Ask', choices: [...choices.keys()]}] : []),
		{name: 'requests', label: isComparison ? 'Requests each' : 'Requests', isNumber: true},
		{name: 'concurrency', label: 'At a time', isNumber: true},
		{name: 'path', label: 'Path', placeholder: "the model's inference path"},
		...(isComparison ? [] : headerFields(values)),
		{name: 'filename', label: 'Request', placeholder: 'a file, V2 as JSON; else the model is asked'},
	];
}

function wayLines(subject: AppSubject, {version, path}: Wish, width: number): readonly Line[] {
	if (version === undefined) return [];
	return askedWays(subject, version, path).flatMap(asked =>
		hanging(' · ', askedWords(asked, subject.info.name), width, 'faint'),
	);
}

function faultsOf(values: Values, choices: Choices): Faults {
	const isComparison = chosen(choices, values) !== undefined;
	const faults: Record<string, string | undefined> = {
		requests: numberFault(valueOf(values, 'requests'), mostRequests),
		concurrency: numberFault(valueOf(values, 'concurrency'), mostConcurrency),
		path: pathFault(valueOf(values, 'path').trim()),
		...(isComparison ? {} : headerFaults(values)),
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

function wishOf(values: Values, choices: Choices): Wish {
	const version = chosen(choices, values);
	const given = (name: string): string | undefined => valueOf(values, name).trim() || undefined;
	return {
		version,
		headers: version === undefined ? headersOf(values) : {},
		path: given('path'),
		filename: given('filename'),
		requests: Number(valueOf(values, 'requests')),
		concurrency: Number(valueOf(values, 'concurrency')),
	};
}

/** Like the verb it fails when a request does. */
function testWork({session, info}: AppSubject, wish: Wish, signal: AbortSignal): Pick<Job, 'titles' | 'work'> {
	const {version, headers, path, requests, concurrency} = wish;
	const all = version === undefined ? requests : 2 * requests;
	const sent = requests === 1 ? 'one request' : `${requests} requests`;
	const title = [
		version === undefined
			? `send ${sent} to ${info.name} through its gateway`
			: `send the same ${sent} to each of ${primaryName(info)} and ${version}`,
		...(concurrency > 1 ? [`${concurrency} at a time`] : []),
		...headerFlags(headers).map(header => `with ${header}`),
		...(path === undefined ? [] : [`to ${path}`]),
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
			onRemark: live.onLine,
		});
		signal.throwIfAborted();
		if (failed > 0) throw new Error(all === 1 ? first : `${failed} of ${all} requests failed, the first so: ${first}`);
		return `${all} answered`;
	});
}
