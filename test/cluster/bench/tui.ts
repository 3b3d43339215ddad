import {spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {builtPlugin} from './plugin.ts';
import {reportTui, type Load} from './tui-report.ts';
import {TuiSession} from './tui-session.ts';

// npm run bench:tui [APPS] [CHANGES A SECOND] [SECONDS]: the built TUI in a terminal, on a large cluster that changes all the time,
// without a gateway that counts requests and with one
const [apps = 1000, perSecond = 50, seconds = 30] = process.argv.slice(2).map(Number);
const load: Load = {apps, perSecond, seconds};
const starts = 5;

const executable = await builtPlugin();
const home = await mkdtemp(join(tmpdir(), 'kubectl-iter8-bench-'));
const without = await TuiSession.start({apps, numbers: 'off'}, executable, home);
const counted = await TuiSession.start({apps, numbers: 'on'}, executable, home);
const times = {node: [] as number[], without: [] as number[], counted: [] as number[]};
// The first turn fills the compile cache.
for (let turn = 0; turn <= starts; turn++) {
	const each = {node: timeNode(), without: await without.timeStart(), counted: await counted.timeStart()};
	if (turn === 0) continue;
	times.node.push(each.node);
	times.without.push(each.without);
	times.counted.push(each.counted);
}

const quiet = {...(await without.measure(load, /WEIGHT|REQUESTS/)), starts: times.without};
const numbered = {...(await counted.measure(load, /\d\/s/)), starts: times.counted};
await without.end();
await counted.end();
await rm(home, {recursive: true});
process.exit(reportTui(load, {without: quiet, counted: numbered, node: times.node}) ? 0 : 1);

/** Milliseconds that Node takes to do nothing. */
function timeNode(): number {
	const begin = performance.now();
	spawnSync(process.execPath, ['-e', ''], {stdio: 'ignore'});
	return performance.now() - begin;
}
