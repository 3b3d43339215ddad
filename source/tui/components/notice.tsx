import {Box, Text} from 'ink';
import {escapeLine} from '../../print/escape.ts';

export interface NoticeProps {
	/** What is so, then what to do. */
	readonly lines: readonly string[];
}

/** Words in place of a table that has nothing to show. */
export function Notice({lines}: NoticeProps) {
	return (
		<Box flexDirection="column" flexGrow={1} paddingTop={1} paddingLeft={2}>
			{lines.map(line => (
				<Text key={line}>{escapeLine(line)}</Text>
			))}
		</Box>
	);
}
