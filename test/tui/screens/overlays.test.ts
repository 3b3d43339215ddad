import {beforeAll, expect, test, vi} from 'vitest';
import {failedRun, modelOf, runOf, screenOf} from './model.ts';

beforeAll(() => {
	return () => vi.unstubAllEnvs();
});

test('the help has every key, its word and why it does nothing now', async () => {
	const ui = {overlay: {kind: 'help', offset: 0} as const};
	expect(screenOf(await modelOf('wisdom', {columns: 120, rows: 54, ui}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong                                  daemon ● iter8-7f9c leads, 2s ago  12:00:00
┌ Help ────────────────────────────────────────────────────────────────────────────────────────────────────────────────┐
│ Act                                                                                                                  │
│   i                  :init           initialize a new app                                                            │
│   d                  :deploy APP     deploy a candidate: wisdom-1 is there already: p promotes it, a aborts its      │
│                                      rollout                                                                         │
│   p                  :promote APP    promote the candidate to primary                                                │
│   w                  :weights APP    change the weights: its strategy, canary, does not go by weights                │
│   t                  :send-test APP  send test requests                                                              │
│   C                  :compare APP    compare the candidate with the primary                                          │
│   e                  :explain APP    explain where a request goes and why                                            │
│   a                  :abort APP      abort the rollout                                                               │
│   u                  :undo APP       undo the last promotion: no earlier spec of its primary is known                │
│   c                  :cleanup APP    clean up: remove the candidate or the whole app                                 │
│   D                  :watch          run the daemon from here: iter8-7f9c leads already                              │
│   X                                  stop the chosen action before its next step (in the log)                        │
│                                                                                                                      │
│ Look                                                                                                                 │
│   Enter →                            open the chosen app                                                             │
│   y                  :route          the route as YAML                                                               │
│   v                  :diff           what changed between primary and candidate                                      │
│   o                  :conditions     conditions of the versions, in full                                             │
│   P                  :pods           pods of the versions, with why one does not run                                 │
│   L                  :logs           the model's log; again: that of the next pod                                    │
│   E                  :events         events of routemap, versions, revisions and pods                                │
│   l                  :log            log of what was done in this sitting                                            │
│   C                                  copy the command line of the chosen entry (in the log)                          │
│                                                                                                                      │
│ Find                                                                                                                 │
│   /                  :filter TEXT    filter: TEXT, !TEXT, state:failed or -l LABEL=VALUE                             │
│   !                                  show only what is wrong, or all again                                           │
│   s                  :sort NAME      sort by the next of state, name, age                                            │
│   n                  :ns NAME        switch the namespace                                                            │
│   x                  :ctx NAME       switch the context                                                              │
│                                                                                                                      │
│ Move                                                                                                                 │
│   j ↓                                down                                                                            │
│   k ↑                                up                                                                              │
│   PgDn Ctrl-F Space                  a page down                                                                     │
│   PgUp Ctrl-B                        a page up                                                                       │
│   g Home                             to the first                                                                    │
│   G End                              to the last                                                                     │
│                                                                                                                      │
│ General                                                                                                              │
│   Enter                              take the chosen one (in the list)                                               │
│   Esc ←                              one step back; at last clears the filter                                        │
│   :                                  any of these as a command                                                       │
│   ?                                  this help                                                                       │
│   q                  :quit           quit (Ctrl-C: at once, Ctrl-Z: to the shell)                                    │
│                                                                                                                      │
│ Status is a glyph and a word: ✔ ready, ◐ updating, ◌ loading, ✖ failed or down, ◷ leaving, · absent.                 │
│ A figure that nobody measured is –.                                                                                  │
└──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
 j k ↑ ↓ move  ? help  q quit`);
	const scrolled = {overlay: {kind: 'help', offset: 8} as const};
	expect(screenOf(await modelOf('wisdom', {columns: 60, rows: 15, ui: scrolled}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong  daemon ● 2s ago
┌ Help ─────────────────────────────────────── 9–19 of 98 ─┐
│   p                  :promote APP    promote the         │
│                                      candidate to        │
│                                      primary             │
│   w                  :weights APP    change the weights: │
│                                      its strategy,       │
│                                      canary, does not go │
│                                      by weights          │
│   t                  :send-test APP  send test requests  │
│   C                  :compare APP    compare the         │
│                                      candidate with the  │
│                                      primary             │
└──────────────────────────────────────────────────────────┘
 j k ↑ ↓ move  ? help  q quit`);
});

test('the log has everything that was done, and the chosen entry in full', async () => {
	const ui = {overlay: {kind: 'log', index: 0} as const};
	const runs = [runOf(), failedRun()];
	const model = await modelOf('wisdom', {runs, ui});
	const keyContext = {...model.keyContext, logged: {isRunning: true}, canGoBack: true};
	expect(screenOf({...model, keyContext})).toBe(`\
 iter8  prod · ns models · 1 running · 3 apps · 1 wrong          daemon ● 2s ago
┌ Log ─────────────────────────────────────────────────────────────────────────┐
│▸ 11:59:00 ◐ running  60s    kubectl iter8 promote wisdom -n models           │
│  11:59:00 ✖ failed   40s    kubectl iter8 promote wisdom -n models           │
│                                                                              │
├ promote wisdom-1 of wisdom: running ─────────────────────────────────────────┤
│ ✔ 1. replace wisdom-0 by the spec of wisdom-1                                │
│      wisdom-0 replaced                                                       │
│ ◐ 2. wait until wisdom-0 serves it                                           │
│      the container is starting                                               │
│ · 3. delete wisdom-1                                                         │
│                                                                              │
│ The same by hand                                                             │
│   kubectl iter8 promote wisdom -n models                                     │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 C copy command  X stop  j k ↑ ↓ move  Esc back  ? help  q quit`);
	const second = {...model.ui, overlay: {kind: 'log', index: 1} as const};
	expect(screenOf({...model, columns: 60, rows: 15, ui: second})).toBe(`\
 iter8  prod · ns models… · 3 apps · 1 wrong daemon ● 2s ago
┌ Log ─────────────────────────────────────────────────────┐
│  11:59:00 ◐ running  60s    kubectl iter8 promote wisdom…│
│▸ 11:59:00 ✖ failed   40s    kubectl iter8 promote wisdom…│
│                                                          │
├ promote wisdom-1 of wisdom: failed ──────────────────────┤
│ ✖ 1. replace wisdom-0 by the spec of wisdom-1            │
│                                                          │
│ ✖ inferenceservice wisdom-0 was changed by someone else  │
│   meanwhile: run it again                                │
│                                                          │
│ The same by hand                                         │
│   kubectl iter8 promote wisdom -n models                 │
└──────────────────────────────────────────────────────────┘
 j k ↑ ↓ move  ? help  q quit`);
});

test('without anything done the log says so', async () => {
	const ui = {overlay: {kind: 'log', index: 0} as const};
	expect(screenOf(await modelOf('wisdom', {columns: 60, rows: 15, ui}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong  daemon ● 2s ago
┌ Log ─────────────────────────────────────────────────────┐
│                                                          │
│  Nothing was done from here yet.                         │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 j k ↑ ↓ move  ? help  q quit`);
});

test('a list to pick from opens where one is', async () => {
	const names = {namespaces: ['default', 'models'], contexts: undefined, errors: {}};
	const ui = {overlay: {kind: 'pick', what: 'namespace', index: undefined} as const};
	expect(screenOf(await modelOf('wisdom', {columns: 60, rows: 15, ui, names}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong  daemon ● 2s ago
┌ Namespace ───────────────────────────────────────────────┐
│   all namespaces                                         │
│   default                                                │
│ ▸ models  · here                                         │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 Enter take  j k ↑ ↓ move  ? help  q quit`);
});

test('a list that cannot be had says why, and what to do without it', async () => {
	const error = new Error('namespaces is forbidden: User "ada" cannot list resource "namespaces"');
	const names = {namespaces: undefined, contexts: undefined, errors: {namespace: error}};
	const ui = {overlay: {kind: 'pick', what: 'namespace', index: 0} as const};
	expect(screenOf(await modelOf('wisdom', {columns: 80, rows: 15, ui, names}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong            daemon ● 2s ago  12:00:00
┌ Namespace ───────────────────────────────────────────────────────────────────┐
│                                                                              │
│  ✖ namespaces is forbidden: User "ada" cannot list resource "namespaces"     │
│  Name one with :ns NAME.                                                     │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Enter take  j k ↑ ↓ move  ? help  q quit`);
});

test('quitting while an action runs is asked about', async () => {
	const model = await modelOf('wisdom', {columns: 60, rows: 15, runs: [runOf()], ui: {overlay: {kind: 'quit'}}});
	expect(screenOf(model)).toBe(`\
 iter8  prod · ns models… · 3 apps · 1 wrong daemon ● 2s ago
┌ Quit ────────────────────────────────────────────────────┐
│                                                          │
│  An action is running.                                   │
│  Quitting stops it before its next step:                 │
│                                                          │
│    kubectl iter8 promote wisdom -n models                │
│                                                          │
│  Press q to quit, Esc to stay.                           │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 q quit  Esc stay`);
});
