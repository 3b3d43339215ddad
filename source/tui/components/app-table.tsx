import {Box, Text} from 'ink';
import type {AppInfo} from '../../info/app.ts';
import {age} from '../../print/age.ts';
import type {Line, SizedColumn} from '../columns.ts';
import {fit} from '../fit.ts';
import {appKey} from '../selection.ts';
import {textStyle} from '../theme.ts';

export interface AppTableProps {
	readonly columns: readonly SizedColumn[];
	/** Only those in view. */
	readonly lines: readonly Line[];
	readonly selected: AppInfo | undefined;
	readonly now: Date;
	/** Whether what is shown may be out of date. */
	readonly isStale: boolean;
}

/** The headers, then a line a version. */
export function AppTable({columns, lines, selected, now, isStale}: AppTableProps) {
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Text bold wrap="truncate-end">{`  ${columns.map(({header, width}) => fit(header, width)).join('  ')}`}</Text>
			{lines.map(line => (
				<Text key={`${appKey(line.app)}/${line.version?.name ?? ''}`} dimColor={isStale} wrap="truncate-end">
					{line.isFirst && line.app === selected ? '▸ ' : '  '}
					{columns.map((column, index) => (
						<Cell key={column.header} column={column} line={line} now={now} isFirst={index === 0} isStale={isStale} />
					))}
				</Text>
			))}
		</Box>
	);
}

interface CellProps {
	readonly column: SizedColumn;
	readonly line: Line;
	readonly now: Date;
	readonly isFirst: boolean;
	readonly isStale: boolean;
}

function Cell({column, line, now, isFirst, isStale}: CellProps) {
	const tone = isStale ? undefined : column.tone?.(line);
	const value = column.text(line);
	const text = fit(column.isAge && value !== '' ? age(value, now) : value, column.width);
	return <Text {...(tone ? textStyle[tone] : {})}>{isFirst ? text : `  ${text}`}</Text>;
}
