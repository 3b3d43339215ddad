import {comparisonRefusal} from '../../../info/states/permits.ts';
import {readPercent} from '../../../objects/percent.ts';
import type {Job} from '../../runs/run.ts';
import type {CompareOptions} from '../../session.ts';
import type {Flow} from '../flow.ts';
import {valueOf, type Faults, type Field, type Values} from '../form/field.ts';
import {askedWays, askedWords, comparable, primaryName} from './asked-versions.ts';
import {singleWork} from './plan-work.ts';
import {appCommand, referenceOf, type AppSubject} from './subject.ts';

const mostRequests = 1_000_000;
/** The verb's default. */
const usualMargin = '1%';
const atTheEnd = 'at the end';
const afterEach = 'after each pair';

type Wish = Pick<CompareOptions, 'version' | 'filename' | 'requests' | 'margin' | 'looks'>;

/** Sends the same requests to the primary and to a candidate, and says whether that is as good. */
export function compareFlow(subject: AppSubject): Flow {
	const {info} = subject;
	const candidates = comparable(info);
	return {
		title: `Compare the candidate of ${info.name} with its primary`,
		form: () => Promise.resolve({fields: () => fieldsOf(candidates), initial: {margin: usualMargin}, check: faultsOf}),
		propose(values, stopping) {
			const wish = wishOf(values, candidates);
			const {version, filename, requests, margin, looks} = wish;
			if (version === '') throw new Error(comparisonRefusal(info)?.why ?? 'no candidate is ready');
			return Promise.resolve({
				warnings: [],
				notes: askedWays(subject, version, undefined).map(asked => askedWords(asked, info.name)),
				job: {
					action: 'compare',
					app: referenceOf(info),
					title: `compare ${version} with ${primaryName(info)}`,
					command: appCommand(subject, {
						name: 'compare',
						arguments: [version],
						flags: {
							filename,
							requests,
							margin: margin === readPercent(usualMargin) ? undefined : valueOf(values, 'margin').trim(),
							sequential: looks === 'always' ? true : undefined,
						},
					}),
					...compareWork(subject, wish, stopping.signal),
					stopping,
				},
			});
		},
	};
}

function fieldsOf(candidates: readonly string[]): readonly Field[] {
	return [
		...(candidates.length > 1 ? [{name: 'version', label: 'Candidate', choices: candidates}] : []),
		{name: 'filename', label: 'Requests', placeholder: 'a file with one a line, or a folder'},
		{name: 'requests', label: 'How many', isNumber: true, placeholder: 'each once'},
		{name: 'looks', label: 'Look', choices: [atTheEnd, afterEach]},
		{name: 'margin', label: 'May be worse by'},
	];
}

function faultsOf(values: Values): Faults {
	const filename = valueOf(values, 'filename').trim();
	const requests = valueOf(values, 'requests').trim();
	const isNumber = /^\d{1,7}$/.test(requests) && Number(requests) >= 1 && Number(requests) <= mostRequests;
	return {
		...(filename === '' ? {filename: 'name a file with requests like those of your users'} : {}),
		...(filename === '-' ? {filename: 'name a file: stdin is the keyboard'} : {}),
		...(requests === '' || isNumber ? {} : {requests: `give a whole number from 1 to ${mostRequests}, or nothing`}),
		...(readPercent(valueOf(values, 'margin')) === undefined
			? {margin: 'write a percentage, as in 1%, between 0% and 100%'}
			: {}),
	};
}

function wishOf(values: Values, [only = '', ...others]: readonly string[]): Wish {
	const requests = valueOf(values, 'requests').trim();
	return {
		version: others.length > 0 ? valueOf(values, 'version') : only,
		filename: valueOf(values, 'filename').trim(),
		requests: requests === '' ? undefined : Number(requests),
		margin: readPercent(valueOf(values, 'margin')) ?? Number.NaN,
		looks: valueOf(values, 'looks') === afterEach ? 'always' : 'once',
	};
}

function compareWork({session, info}: AppSubject, wish: Wish, signal: AbortSignal): Pick<Job, 'titles' | 'work'> {
	const {version, filename, requests, looks} = wish;
	const names = [primaryName(info), version] as const;
	const many = requests === undefined ? 'the requests' : requests === 1 ? 'one request' : `${requests} requests`;
	const end = looks === 'always' ? ', until there is a verdict' : '';
	return singleWork(`send ${many} of ${filename} to each of ${names[0]} and ${names[1]}${end}`, async live => {
		const compared = await session.compare(referenceOf(info), {
			...wish,
			signal,
			onPair: (_, of, soFar) => live.onComparison(() => ({kind: 'running', names, of, soFar: soFar()})),
			onRemark: live.onLine,
		});
		live.onComparison(() => ({kind: 'ended', compared}));
		signal.throwIfAborted();
		return compared.result.verdict;
	});
}
