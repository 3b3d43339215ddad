import type {Run} from './cells.ts';

/** Of a pod, as where the daemon usually runs. */
const holder = 'iter8-7f9c6d5b8-x2k4q_0b1e5c1a-7d3f-4a52-9e1c-5f0a3c8d2b61';

/**
 * The same rows with what differs from run to run and says nothing replaced by the like of the same width: times of day, ages,
 * the daemon's name.
 */
export function stable(rows: readonly (readonly Run[])[]): readonly (readonly Run[])[] {
	return rows.map(runs => {
		const text = stableText(runs.map(run => run.text).join(''));
		let from = 0;
		return runs.map(run => ({...run, text: text.slice(from, (from += run.text.length))}));
	});
}

function stableText(text: string): string {
	return text
		.replaceAll(/\b\d\d:\d\d:\d\d\b/g, '14:02:11')
		.replaceAll(/(?<=daemon ● )[^ …]+/g, name => holder.slice(0, name.length))
		.replaceAll(/\b\ds(?= ago)/g, '2s')
		.replaceAll(/\b\ds\b(?! ago)/g, '4m')
		.replaceAll(/\b\d\ds\b/g, '41m');
}

/** A screen's text without what differs from run to run: for comparing. */
export function timeless(text: string): string {
	return (
		text
			.replaceAll(/\b\d\d:\d\d:\d\d\b/g, 'TIME')
			.replaceAll(/daemon ● .* leads/g, 'daemon ● NAME leads')
			.replaceAll(/\b\d+[smhd]\b/g, 'AGE')
			.replaceAll(/[\d.]+ ms/g, 'MS')
			.replaceAll(/[\d.]+\/s/g, 'RATE')
			.replaceAll(/[\d,]+ requests, 0 failed/g, 'COUNT')
			.replaceAll(/[<>]?[\d.]+ %/g, 'SHARE')
			.replaceAll(/[▁▂▃▄▅▆▇█]+[▏▎▍▌▋▊▉]?/g, 'BARS')
			.replaceAll(/BARS░*|[▏▎▍▌▋▊▉]░+/g, 'BARS')
			// lines and gaps fill what such texts leave
			.replaceAll(/─+/g, '─')
			.replaceAll(/ +/g, ' ')
	);
}
