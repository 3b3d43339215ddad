import {Box, Text} from 'ink';
import {memo} from 'react';
import {fitLine, type Line, type Span} from '../lines/line.ts';
import {textStyle} from '../theme.ts';

interface LinesProps {
	readonly lines: readonly Line[];
	readonly width: number;
	/** Whether to show them as what may be out of date. */
	readonly isStale?: boolean;
}

/** Lines one below the other, each in exactly `width` columns; only those that changed are drawn anew. */
export function Lines({lines, width, isStale = false}: LinesProps) {
	return (
		<Box flexDirection="column" flexShrink={0} width={width}>
			{lines.map((line, index) => (
				// Rows of a screen are what they are by their place.
				// oxlint-disable-next-line react/no-array-index-key
				<Row key={index} line={line} width={width} isStale={isStale} />
			))}
		</Box>
	);
}

interface RowProps {
	readonly line: Line;
	readonly width: number;
	readonly isStale: boolean;
}

const Row = memo(
	({line, width, isStale}: RowProps) => (
		<Text wrap="truncate-end" dimColor={isStale}>
			{merged(fitLine(line, width)).map(({text, tone, isBold = false, isInverse = false}, index) => (
				<Text
					// oxlint-disable-next-line react/no-array-index-key
					key={index}
					bold={isBold}
					inverse={isInverse}
					{...(isStale || tone === undefined ? {} : textStyle[tone])}
				>
					{text}
				</Text>
			))}
		</Text>
	),
	(before, after) =>
		before.width === after.width && before.isStale === after.isStale && isSameLine(before.line, after.line),
);
Row.displayName = 'Row';

/** Spans that look the same as one: Ink's work grows with their number. */
function merged(line: Line): Line {
	const found: Span[] = [];
	for (const span of line) {
		const last = found.at(-1);
		if (last && isSameStyle(last, span)) found[found.length - 1] = {...last, text: last.text + span.text};
		else if (span.text !== '') found.push(span);
	}

	return found;
}

/** Colour and weight of spaces cannot be seen, so they join what they follow. */
function isSameStyle(a: Span, b: Span): boolean {
	if (a.isInverse !== b.isInverse) return false;
	return /^ *$/.test(b.text) || (a.tone === b.tone && (a.isBold ?? false) === (b.isBold ?? false));
}

/** Whether two lines look the same. */
export function isSameLine(a: Line, b: Line): boolean {
	return (
		a.length === b.length &&
		a.every((span, index) => {
			const other = b[index];
			return (
				span.text === other?.text &&
				span.tone === other.tone &&
				span.isBold === other.isBold &&
				span.isInverse === other.isInverse
			);
		})
	);
}
