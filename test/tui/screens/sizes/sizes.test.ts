import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, expect, test, vi} from 'vitest';
import {displayWidth} from '../../../../source/print/width.ts';
import {modelOf, screenOf} from '../model.ts';
import {scenes} from './scenes.ts';

beforeAll(() => {
	return () => vi.unstubAllEnvs();
});

const sizes = [
	[80, 24],
	[120, 36],
	[200, 50],
] as const;

test.for(Object.entries(scenes))('at each size nothing that matters is cut: %s', async ([name, scene]) => {
	const drawn = sizes.map(async ([columns, rows]) => {
		const model = await modelOf('owl', {...scene, columns, rows});
		const screen = screenOf({...model, keyContext: {...model.keyContext, app: model.app, daemon: model.daemon}});
		const lines = screen.split('\n');
		expect(lines.length).toBe(rows);
		expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
		return `== ${columns} × ${rows}\n${screen}\n`;
	});
	const file = join(import.meta.dirname, `${name.replaceAll(' ', '-')}.txt`);
	expect((await Promise.all(drawn)).join('')).toBe(readFileSync(file, 'utf8'));
});
