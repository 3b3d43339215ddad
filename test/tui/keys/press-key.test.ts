import {expect, test} from 'vitest';
import {pressKey, type CommandContext} from '../../../source/tui/keys/press-key.ts';
import {drawFrame} from '../../../source/tui/screens/frame.ts';
import type {Model} from '../../../source/tui/screens/model.ts';
import {selectedIndex} from '../../../source/tui/selection.ts';
import {filterApps, parseFilter} from '../../../source/tui/state/filter.ts';
import {sortApps} from '../../../source/tui/state/order.ts';
import {canGoBack, reduceUi, type Ui} from '../../../source/tui/state/ui.ts';
import {statesWhenLed} from '../../helpers/states.ts';
import {modelOf, runOf} from '../screens/model.ts';
import {noon} from '../session.ts';

/** What was done to the world by keys, one word each. */
interface Played {
	readonly ui: Ui;
	readonly effects: readonly string[];
}

async function play(keys: readonly string[], given: Parameters<typeof modelOf>[1] = {}): Promise<Played> {
	const first: Model = await modelOf('fox', given);
	const effects: string[] = [];
	let ui = first.ui;
	const visible: CommandContext['visible'] = ({filter, order}) =>
		sortApps(
			filterApps(first.apps, parseFilter(filter), {labelsOf: () => ({}), statesOf: statesWhenLed}),
			order,
			statesWhenLed,
		);
	for (const key of keys) {
		const shown = visible(ui);
		const model: Model = {...first, ui, apps: shown, app: shown[selectedIndex(ui.selection, shown)]};
		pressKey(
			{
				store: {
					state: ui,
					dispatch(action) {
						ui = reduceUi(ui, action);
					},
					get: () => ui,
				},
				model,
				frame: drawFrame(model),
				visible,
				keyContextOf(ui) {
					const apps = visible(ui);
					const logged = ui.overlay?.kind === 'log' ? first.runs[ui.overlay.index] : undefined;
					return {
						...first.keyContext,
						app: apps[selectedIndex(ui.selection, apps)],
						logged: logged && {isRunning: logged.status === 'running'},
						canGoBack: canGoBack(ui),
					};
				},
				runs: {
					list: first.runs,
					start: () => '',
					stop: id => void effects.push(`stop ${id}`),
					testNumbers: () => undefined,
				},
				terminal: {
					copy: text => void effects.push(`copy ${text}`),
					stop: () => void effects.push('suspend'),
					onStop: () => () => undefined,
				},
				now: () => noon,
				onMove: async ({context, namespace}) => void effects.push(`move ${context}/${namespace}`),
				onExit: code => void effects.push(`exit ${code}`),
			},
			key,
		);
	}

	return {ui, effects};
}

const words = (text: string) => Array.from(text, character => (character === ' ' ? 'space' : character));

test.each([
	['i', 'init'],
	['p', 'promote'],
	['w', 'weights'],
	['t', 'send-test'],
	['C', 'compare'],
	['e', 'explain'],
	['a', 'abort'],
	['c', 'cleanup'],
])('%s opens %s of the chosen app', async (key, action) => {
	const {ui} = await play(['j', key]);
	expect(ui.overlay).toMatchObject({kind: 'dialog', action, app: {name: 'owl'}});
});

test('d opens deploy where there is no candidate yet, else says what to do with the one there is', async () => {
	expect((await play(['d'])).ui.overlay).toMatchObject({kind: 'dialog', action: 'deploy', app: {name: 'fox'}});
	const {ui} = await play(['j', 'd']);
	expect(ui.overlay).toBeUndefined();
	expect(ui.flash?.words).toBe('deploy: owl-1 is there already: p promotes it, a aborts its rollout');
});

test('D runs the daemon when nobody leads, else says who does', async () => {
	expect((await play(['D'])).ui.flash?.words).toBe('run the daemon: iter8-7f9c leads already');
	const model = await modelOf('fox');
	const keyContext = {...model.keyContext, daemon: undefined};
	expect((await play(['D'], {keyContext})).ui.overlay).toMatchObject({kind: 'dialog', action: 'watch'});
});

test('a dialogue has all keys but Ctrl-C and Ctrl-Z', async () => {
	expect((await play(['p', 'q', 'escape', 'ctrl+z', 'ctrl+c'])).effects).toEqual(['suspend', 'exit 130']);
});

test('a command acts on the app that it names, also when a filter hides it', async () => {
	const {ui} = await play([...words('/fox'), 'return', ':', ...words('promote wisdom'), 'return']);
	expect(ui).toMatchObject({filter: '', selection: {key: 'models/wisdom'}, history: ['promote wisdom']});
	expect(ui.overlay).toMatchObject({kind: 'dialog', action: 'promote', app: {name: 'wisdom'}});
});

test('a command does nothing to another app than the one it names', async () => {
	const {ui} = await play([':', ...words('cleanup zebra'), 'return']);
	expect(ui.overlay).toBeUndefined();
	expect(ui.flash?.words).toBe('there is no app zebra here');
});

test.each([
	['sort age', {order: 'age'}],
	['filter owl', {filter: 'owl'}],
	['route', {view: 'route', focus: 'app'}],
	['log', {overlay: {kind: 'log', index: 0}}],
	['ns', {overlay: {kind: 'pick', what: 'namespace', index: undefined}}],
])('the command %s does what its key does', async (line, expected) => {
	expect((await play([':', ...words(line), 'return'])).ui).toMatchObject(expected);
});

test.each([
	['sort size', 'there is no order size: state, name, age'],
	['quit now', 'quit takes no argument'],
])('the command %s is refused', async (line, words_) => {
	expect((await play([':', ...words(line), 'return'])).ui.flash?.words).toBe(words_);
});

test.each([
	['ns default', 'move prod/default'],
	['ns all', 'move prod/undefined'],
	['ctx staging', 'move staging/models'],
])('the command %s leads there', async (line, effect) => {
	expect((await play([':', ...words(line), 'return'])).effects).toEqual([effect]);
});

test('a list leads to what is taken, and nowhere when that is where one is', async () => {
	const names = {namespaces: ['default', 'models'], contexts: ['prod', 'staging'], errors: {}};
	expect((await play(['n', 'k', 'return'], {names})).effects).toEqual(['move prod/default']);
	expect((await play(['n', 'return'], {names})).effects).toEqual([]);
	expect((await play(['n', 'g', 'j', 'return'], {names})).effects).toEqual(['move prod/default']);
	expect((await play(['x', 'G', 'return'], {names})).effects).toEqual(['move staging/models']);
});

test('Backspace on an empty line of input leaves it, as Esc does', async () => {
	expect((await play([':', 'x', 'backspace', 'backspace', 'j'])).ui).toMatchObject({
		prompt: undefined,
		selection: {key: 'models/owl'},
	});
});

test('clearing a filter keeps the app that it left chosen', async () => {
	expect((await play([...words('/wis'), 'return', 'escape'])).ui).toMatchObject({
		filter: '',
		selection: {key: 'models/wisdom'},
	});
});

test('q quits, and asks when an action runs', async () => {
	expect((await play(['q'])).effects).toEqual(['exit 0']);
	const runs = [runOf()];
	const asked = await play(['q'], {runs});
	expect(asked).toMatchObject({ui: {overlay: {kind: 'quit'}}, effects: []});
	expect(await play(['q', 'j', 'escape'], {runs})).toMatchObject({ui: {overlay: undefined}, effects: []});
	expect((await play(['q', 'q'], {runs})).effects).toEqual(['exit 0']);
	expect((await play(['ctrl+c'], {runs})).effects).toEqual(['exit 130']);
});

test('in the log a command line can be copied and a running action stopped', async () => {
	const runs = [runOf({id: 'b'}), runOf({id: 'a', status: 'done', command: 'kubectl iter8 init wisdom'})];
	expect((await play(['l', 'C', 'X'], {runs})).effects).toEqual([
		'copy kubectl iter8 promote wisdom -n models',
		'stop b',
	]);
	const second = await play(['l', 'j', 'C', 'X'], {runs});
	expect(second.effects).toEqual(['copy kubectl iter8 init wisdom']);
	expect(second.ui.flash?.words).toBe('stop: it is not running any more');
	expect((await play(['l', 'C'])).ui.flash?.words).toBe('copy command: nothing was done yet');
});
