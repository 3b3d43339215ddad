import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {playApp} from '../../helpers/played-app.ts';
import type {Kind} from '../../runner/crashes/app.ts';
import {ledPhasesOf, linesOf, phasesOf, recordIn, type Phase} from './phases.ts';

/** How many verbs run at a time: they wait more than they work. */
const concurrency = 8;

/** What each verb does in each phase of an app: by phase and verb, what it says and, unless it was refused, how the app is then. */
export async function phaseTable(kind: Kind): Promise<ReadonlyMap<string, string>> {
	const asked = (await phasesOf(kind)).flatMap(phase => {
		const {init, deploy, cleanupAll, ...lines} = linesOf(kind, phase);
		const all = {init, deploy: deploy('next'), ...lines, 'cleanup --all': cleanupAll};
		return Object.entries(all).map(([verb, line]) => ({phase, verb, line}));
	});
	return tableOf(asked, false);
}

/** The same while a daemon leads that performs rollouts: what differs from the table without one, and whether it was the daemon. */
export async function ledPhaseTable(
	kind: Kind,
	unled: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
	const asked = (await ledPhasesOf(kind)).flatMap(phase => {
		const {deploy, promote, abort, undo, weights, cleanup} = linesOf(kind, phase);
		const all = {deploy: deploy('next'), weights, promote, abort, undo, cleanup};
		return Object.entries(all).map(([verb, line]) => ({phase, verb, line}));
	});
	const cells = await tableOf(asked, true);
	return new Map([...cells].filter(([name, cell]) => cell !== unled.get(name)));
}

interface Asked {
	readonly phase: Phase;
	readonly verb: string;
	readonly line: string;
}

async function tableOf(asked: readonly Asked[], isLed: boolean): Promise<ReadonlyMap<string, string>> {
	const cells = new Map(asked.map(({phase, verb}) => [`${phase.name}: ${verb}`, '']));
	const rest = asked.values();
	async function work(): Promise<void> {
		for (const {phase, verb, line} of rest) cells.set(`${phase.name}: ${verb}`, await cell(phase, line, isLed));
	}

	await Promise.all(Array.from({length: concurrency}, work));
	return cells;
}

/** The cells that are expected, by a file of this folder. */
export function cellsOf(file: string): ReadonlyMap<string, string> {
	return readCells(readFileSync(join(import.meta.dirname, file), 'utf8'));
}

/** The cells as they stand in a file: `== PHASE: VERB`, then lines. */
function readCells(text: string): ReadonlyMap<string, string> {
	return new Map(
		text
			.split(/^== /m)
			.slice(1)
			.map(part => {
				const [name = '', ...lines] = part.split('\n');
				return [name, lines.join('\n')];
			}),
	);
}

async function cell({objects, meanwhile}: Phase, line: string, isLed: boolean): Promise<string> {
	const app = await playApp(objects, isLed);
	await app.settled();
	await meanwhile?.(app);
	const before = await app.settled();
	const earlier = recordIn(app)?.id;
	const {stdout, stderr, error} = await app.run(line);
	const after = await app.settled();
	const {id, executor} = recordIn(app) ?? {};
	await app.close();
	const said = stderr.split('\n').filter(text => /^(Warning: (?!no daemon)|to go back)/.test(text));
	const texts = [...stdout.split('\n'), ...said, ...(error === undefined ? [] : [`error: ${error}`])];
	const isRefused = error !== undefined && withoutRecord(before) === withoutRecord(after);
	const by = id !== earlier && executor?.isDaemon === true ? ['by the daemon'] : [];
	const words = [...texts.filter(text => text !== ''), ...by, ...(isRefused ? [] : [`→ ${after}`])];
	return words.map(text => `${text.trimEnd()}\n`).join('');
}

function withoutRecord(state: string): string {
	return state.replace(/, rollout|rollout, /, '');
}
