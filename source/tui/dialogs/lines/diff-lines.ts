import {specDiff, type DiffLine} from '../../../info/spec-diff.ts';
import type {Tone} from '../../../print/color.ts';
import {plain, type Line} from '../../lines/line.ts';
import type {Proposal} from '../flow.ts';

const marks: Readonly<Record<DiffLine['kind'], {readonly sign: string; readonly tone: Tone}>> = {
	same: {sign: ' ', tone: 'faint'},
	added: {sign: '+', tone: 'good'},
	removed: {sign: '-', tone: 'bad'},
};

/** What changes in a spec, as lines of YAML with their signs. */
export function diffLines({before, after}: NonNullable<Proposal['change']>): readonly Line[] {
	const lines = specDiff(before, after);
	if (lines.length === 0) return [plain('   nothing: both are the same', 'faint')];
	return lines.map(({kind, text}) => {
		const {sign, tone} = marks[kind];
		return [{text: ` ${sign} ${text}`, tone}];
	});
}
