import {Box} from 'ink';
import {memo} from 'react';
import type {Line} from '../lines/line.ts';
import {isSameLine, Lines} from './lines.tsx';

interface DrawingProps {
	readonly top: readonly Line[];
	readonly body: {readonly lines: readonly Line[]};
	readonly bottom: readonly Line[];
	readonly columns: number;
	readonly rows: number;
	/** Whether to show the body as what may be out of date. */
	readonly isStale: boolean;
}

/**
 * A whole screen of lines. Where all are as they were, React changes nothing, and so Ink, whose work grows with the screen and
 * not with what has changed, does nothing: most changes in a large cluster are of apps that are not in view.
 */
export const Drawing = memo(
	({top, body, bottom, columns, rows, isStale}: DrawingProps) => (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Lines lines={top} width={columns} />
			<Lines lines={body.lines} width={columns} isStale={isStale} />
			<Lines lines={bottom} width={columns} />
		</Box>
	),
	(before, after) =>
		before.columns === after.columns &&
		before.rows === after.rows &&
		before.isStale === after.isStale &&
		areSame(before.top, after.top) &&
		areSame(before.body.lines, after.body.lines) &&
		areSame(before.bottom, after.bottom),
);
Drawing.displayName = 'Drawing';

function areSame(before: readonly Line[], after: readonly Line[]): boolean {
	return (
		before.length === after.length &&
		before.every((line, index) => {
			const other = after[index];
			return other !== undefined && isSameLine(line, other);
		})
	);
}
