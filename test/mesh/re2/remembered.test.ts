import {expect, test} from 'vitest';
import {remembered} from '../../../source/mesh/re2/remembered.ts';

function counted(most: number) {
	const asked: string[] = [];
	const find = remembered(
		text => {
			asked.push(text);
			return text === '' ? undefined : text.toUpperCase();
		},
		{most, sizeOf: text => text.length},
	);
	return {asked, find};
}

test('what was found for a text is found once, also when that is nothing', () => {
	const {asked, find} = counted(10);
	expect(['owl', 'owl', '', '', 'owl'].map(find)).toEqual(['OWL', 'OWL', undefined, undefined, 'OWL']);
	expect(asked).toEqual(['owl', '']);
});

test('no more is kept than may be', () => {
	const {asked, find} = counted(6);
	for (const text of ['owl', 'oak', 'owl', 'elm', 'elm', 'owl', 'too long', 'too long']) find(text);
	expect(asked).toEqual(['owl', 'oak', 'elm', 'owl', 'too long']);
});
