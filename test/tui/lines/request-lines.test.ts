import {expect, test} from 'vitest';
import {textOf} from '../../../source/tui/lines/line.ts';
import {requestLines} from '../../../source/tui/lines/request-lines.ts';
import {appInfo, versionInfo} from '../apps.ts';
import {noon} from '../session.ts';

test('versions with long names keep their ends, by which they differ', () => {
	const name = 'classifier-of-handwritten-digits-in-the-mail';
	const [one, other] = [`${name}-0`, `${name}-1`];
	const versions = [
		versionInfo({name: one, title: one}),
		versionInfo({
			name: other,
			title: other,
			role: 'candidate',
			phase: 'absent',
			requests: 'none',
			reachedBy: 'nothing',
		}),
	];
	const lines = requestLines(appInfo(name, {versions}), new Map(), 78, noon);
	expect(lines.map(line => textOf(line).trimEnd()).join('\n')).toBe(`\
 REQUESTS               VERSION                                   STATE
 none                   classifier-of-handwritten-d…n-the-mail-1  · absent
 everything ─────────▶  classifier-of-handwritten-d…n-the-mail-0  ✔ ready`);
});
