import {expect, test} from 'vitest';
import {copySequence} from '../../source/tui/terminal-control.ts';

test('a text is copied by the sequence that terminals know', () => {
	expect(copySequence('kubectl iter8 promote wisdom')).toBe(
		'\u001B]52;c;a3ViZWN0bCBpdGVyOCBwcm9tb3RlIHdpc2RvbQ==\u0007',
	);
	expect(copySequence('模')).toBe('\u001B]52;c;5qih\u0007');
});
