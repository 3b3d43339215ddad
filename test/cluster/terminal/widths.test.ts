import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {displayWidth} from '../../../source/print/width.ts';
import {drawable} from '../../../source/tui/fit.ts';
import {scripts} from '../../fixtures/widths.ts';
import {run} from '../testbed/command.ts';
import {waitFor} from '../testbed/wait.ts';

/** Columns that tmux takes for each of some texts. */
async function columnsIn(texts: readonly string[]): Promise<readonly number[]> {
	const folder = await mkdtemp(join(tmpdir(), 'kubectl-iter8-widths-'));
	const tmux = ['-u', '-S', join(folder, 'socket'), '-f', '/dev/null'];
	onTestFinished(async () => {
		await run('tmux', [...tmux, 'kill-server']).catch(() => undefined);
		await rm(folder, {recursive: true});
	});
	const [from, to] = [join(folder, 'texts.json'), join(folder, 'columns.json')];
	await writeFile(from, JSON.stringify(texts));
	const program = [process.execPath, join(import.meta.dirname, 'ask-widths.ts'), from, to];
	await run('tmux', [...tmux, 'new-session', '-d', '-x', '120', '-y', '5', ...program], {env: {LC_ALL: 'C.UTF-8'}});
	await waitFor('tmux to measure', () => Promise.resolve(existsSync(to)), 60_000, 50);
	return JSON.parse(await readFile(to, 'utf8')) as readonly number[];
}

const texts = Object.values(scripts).flatMap(rows => rows.map(([text]) => text));

test('a text on the full screen is as wide in tmux as it is for us, in every script', async () => {
	const drawn = texts.map(drawable);
	const measured = await columnsIn(drawn);
	expect(drawn.map((text, index) => [text, measured[index]])).toEqual(drawn.map(text => [text, displayWidth(text)]));
});

test('as it comes from the cluster, only emoji of several characters are not', async () => {
	const measured = await columnsIn(texts);
	const other = texts.filter((text, index) => measured[index] !== displayWidth(text));
	expect(other.length).toBeGreaterThan(0);
	expect(other.filter(text => !/[\uFE0F\u20E3\p{Emoji_Modifier}]/u.test(text))).toEqual([]);
});
