import {wayWords, type AskedVersion} from '../../actions/send-test/asked-version.ts';
import type {AskedOutcome} from '../../actions/send-test/compare-versions.ts';
import type {AnswerSample} from '../../inference/compare.ts';
import {isSuccess} from '../../inference/infer.ts';
import {differingOutputs, outputWords} from '../../inference/outputs.ts';
import {tally} from '../../inference/tally.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatJson} from '../../print/objects.ts';
import {formatTable, type Cell, type Column} from '../../print/table.ts';
import {latency} from './latency.ts';
import {outcomeFields, rounded, statusCell} from './output.ts';

/** What came of asking the primary and a candidate the same. */
interface Compared {
	/** The primary first. */
	readonly asked: readonly AskedVersion[];
	readonly outcomes: readonly AskedOutcome[];
	/** By version. */
	readonly samples: ReadonlyMap<string, AnswerSample>;
}

interface Row {
	readonly asked: AskedVersion;
	readonly status: Cell;
	/** Which version it was, where that is another than was asked. */
	readonly by?: string | undefined;
	readonly count: number;
	readonly p50?: number;
	readonly p95?: number;
	readonly outputs?: string | undefined;
}

const columnsOf = (rows: readonly Row[]): readonly Column<Row>[] => [
	{header: 'VERSION', cell: ({asked}) => asked.version},
	{header: 'BY', cell: ({asked}) => wayWords(asked)},
	{header: 'STATUS', cell: ({status}) => status},
	...(rows.some(({by}) => by !== undefined)
		? [{header: 'ANSWERED BY', cell: ({asked, by}: Row) => by ?? asked.version}]
		: []),
	{header: 'REQUESTS', cell: ({count}) => String(count)},
	{header: 'P50', cell: ({p50}) => (p50 === undefined ? undefined : latency(p50))},
	{header: 'P95', cell: ({p95}) => (p95 === undefined ? undefined : latency(p95))},
	{header: 'OUTPUTS', cell: ({outputs}) => outputs},
];

/** Both versions' answers as a table, one line a version and status, and whether the outputs are the same. */
export function formatComparison(compared: Compared, color: boolean): string {
	const rows = compared.asked.flatMap(asked => rowsOf(asked, compared));
	const lines = [differenceWords(compared), ...compared.asked.flatMap(asked => varyingWords(asked, compared))];
	return `${formatTable(columnsOf(rows), rows, {isWide: false, color})}\n${lines.map(line => `${escapeLine(line)}\n`).join('')}`;
}

/** The same for a machine, with each outcome in the order in which they came. */
export function formatComparisonJson({
	app,
	namespace,
	command,
	...compared
}: Compared & Readonly<Record<'app' | 'namespace' | 'command', string>>): string {
	const {asked, outcomes, samples} = compared;
	return formatJson({
		app,
		command,
		namespace,
		requests: outcomes.length,
		failed: outcomes.filter(({failure}) => failure !== undefined).length,
		versions: asked.map(({version, way, headers, host}) => {
			const own = outcomesOf(version, compared);
			return {
				version,
				way,
				headers,
				host,
				requests: own.length,
				failed: own.filter(({failure}) => failure !== undefined).length,
				answered: tally(own.map(({outcome}) => outcome)).answered.map(({p50, p95, ...row}) => ({
					...row,
					p50Ms: rounded(p50),
					p95Ms: rounded(p95),
				})),
				outputs: samples.get(version)?.first?.outputs.map(({name, data}) => ({name, data})) ?? null,
			};
		}),
		differingOutputs: differences(compared) ?? null,
		outcomes: outcomes.map(({asked: version, outcome, failure}) => ({
			asked: version,
			...(failure === undefined ? {} : {failure}),
			...outcomeFields(outcome),
		})),
	});
}

function rowsOf(asked: AskedVersion, compared: Compared): readonly Row[] {
	const {answered, silent} = tally(outcomesOf(asked.version, compared).map(({outcome}) => outcome));
	const first = compared.samples.get(asked.version)?.first;
	const outputs = first && outputWords(first);
	return [
		...answered.map(({version, status, count, p50, p95}): Row => {
			const by = version === asked.version ? undefined : (version ?? 'no version');
			const isOwn = by === undefined && isSuccess({status});
			return {asked, status: statusCell(status), by, count, p50, p95, outputs: isOwn ? outputs : undefined};
		}),
		...silent.map(({count}): Row => ({asked, status: {text: 'none', tone: 'bad'}, count})),
	];
}

function outcomesOf(version: string, {outcomes}: Compared): readonly AskedOutcome[] {
	return outcomes.filter(({asked}) => asked === version);
}

/** The outputs that differ; undefined where one version gave none. */
function differences({asked, samples}: Compared): readonly string[] | undefined {
	const [one, other] = asked.map(({version}) => samples.get(version)?.first);
	return one && other && differingOutputs(one, other);
}

function differenceWords(compared: Compared): string {
	const names = differences(compared);
	if (!names) {
		const silent = compared.asked.filter(({version}) => !compared.samples.get(version)?.first);
		const without = silent.map(({version}) => version).join(' and ');
		return `the outputs cannot be compared: no good answer of ${without} has any`;
	}

	return names.length === 0 ? 'the outputs are the same' : `the outputs differ: ${names.join(', ')}`;
}

function varyingWords({version}: AskedVersion, {samples}: Compared): readonly string[] {
	const varying = samples.get(version)?.varying ?? 0;
	return varying === 0 ? [] : [`${version} gave other outputs than those in ${varying} of its answers`];
}
