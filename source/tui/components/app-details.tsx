import {Box, Text} from 'ink';
import type {AppInfo} from '../../info/app.ts';
import {age} from '../../print/age.ts';
import {escapeLine} from '../../print/escape.ts';
import {displayWidth} from '../../print/width.ts';
import {fit} from '../fit.ts';
import {textStyle} from '../theme.ts';

/** Lines that the details take, their title included. */
export const detailsHeight = 4;

export interface AppDetailsProps {
	readonly app: AppInfo;
	readonly columns: number;
	readonly now: Date;
}

/** What the table has no room for: why versions are not ready, and what else is wrong with the chosen app. */
export function AppDetails({app, columns, now}: AppDetailsProps) {
	const lines = [
		...app.faults,
		...app.versions
			.filter(({reason}) => reason !== '')
			.map(({name, reason, since}) => `${name}: ${reason}${since === undefined ? '' : ` (${age(since, now)})`}`),
		...app.warnings,
	];
	return (
		<Box flexDirection="column" flexShrink={0} height={detailsHeight}>
			<Text {...textStyle.faint}>{rule(` ${app.namespace}/${app.name} · ${app.strategy} `, columns)}</Text>
			{[...new Set(lines)].slice(0, detailsHeight - 1).map(line => (
				<Text key={line}>{fit(line, columns)}</Text>
			))}
		</Box>
	);
}

/** A line across the screen with a title in it. */
function rule(title: string, columns: number): string {
	const shown = fit(title, Math.min(displayWidth(escapeLine(title)), columns - 4));
	return `──${shown}${'─'.repeat(columns - 2 - displayWidth(shown))}`;
}
