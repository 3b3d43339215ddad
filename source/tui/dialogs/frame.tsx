import {Box, measureElement, Text, useCursor, useIsScreenReaderEnabled, type DOMElement} from 'ink';
import {useLayoutEffect, useRef, useState} from 'react';
import {Lines} from '../components/lines.tsx';
import {box, boxRows, clampOffset} from '../lines/box.ts';
import {textOf, type Line} from '../lines/line.ts';

/** Columns and rows that the frame takes from what is inside. */
export const frameColumns = 2;
export const frameRows = boxRows(2) + 1;

export interface FrameProps {
	readonly title: string;
	readonly lines: readonly Line[];
	/** First line in view. */
	readonly offset: number;
	/** What the keys do, then one line: buttons, or how it goes. */
	readonly hints: string;
	readonly footer: Line;
	/** Where the cursor stands: a line of `lines` or the footer, and the column in it. */
	readonly cursor: {readonly line: number | 'footer'; readonly column: number} | undefined;
	readonly columns: number;
	readonly rows: number;
}

/** Bars, which say nothing that the figures beside them do not. */
const drawn = /[▏▎▍▌▋▊▉█░]+ ?/g;

/** A dialogue's frame around as many of its lines as there is room for. A screen reader gets all lines and no frame. */
export function Frame({title, lines, offset, hints, footer, cursor, columns, rows}: FrameProps) {
	const isLinear = useIsScreenReaderEnabled();
	const height = Math.max(1, rows - frameRows);
	const start = clampOffset(offset, lines.length, height);
	const {ref, place} = usePlace();
	const {setCursorPosition} = useCursor();
	const row = cursor?.line === 'footer' ? height + 2 : (cursor?.line ?? 0) - start + 1;
	const isInView = cursor !== undefined && row >= 1 && row <= height + 2;
	setCursorPosition(isInView ? {x: place.x + 1 + Math.min(cursor.column, columns - 2), y: place.y + row} : undefined);
	if (isLinear) {
		return (
			<Box flexDirection="column">
				{[[{text: title}], ...lines, [{text: hints}], footer].map((line, index) => (
					// oxlint-disable-next-line react/no-array-index-key
					<Text key={index}>{textOf(line).replaceAll(drawn, '')}</Text>
				))}
			</Box>
		);
	}

	const shown = box(
		[
			{title, lines, height, offset: start, isFocused: true},
			{title: hints, lines: [footer], height: 1},
		],
		columns,
	);
	return (
		<Box ref={ref} flexDirection="column" flexShrink={0}>
			<Lines lines={shown} width={columns} />
		</Box>
	);
}

/** Where a box is on the screen, which the cursor has to know. */
function usePlace() {
	const ref = useRef<DOMElement>(null);
	const [place, setPlace] = useState({x: 0, y: 0});
	// After each drawing, since what is above may have grown; the same place again changes nothing.
	// oxlint-disable-next-line react/exhaustive-deps
	useLayoutEffect(() => {
		if (!ref.current) return;
		const {x, y} = measureElement(ref.current);
		setPlace(before => (before.x === x && before.y === y ? before : {x, y}));
	});
	return {ref, place};
}
