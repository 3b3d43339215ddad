import {rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildForTest} from '../helpers/built-plugin.ts';
import {playScene, size} from './scene.ts';
import {stable} from './stable.ts';
import {toSvg} from './svg.ts';

// npm run picture: draws docs/tui.svg from a run of the built TUI on a sandbox
const {folder} = await buildForTest();
try {
	const rows = stable(await playScene(folder));
	await writeFile(
		join(import.meta.dirname, '..', '..', 'docs', 'tui.svg'),
		toSvg(rows, size.columns, 'kubectl iter8 tui: apps on the left, the chosen one on the right'),
	);
} finally {
	await rm(folder, {recursive: true});
}
