import {Box, Text} from 'ink';
import type {DaemonInfo} from '../../info/describe-daemon.ts';
import {age} from '../../print/age.ts';
import {escapeLine} from '../../print/escape.ts';
import {fit} from '../fit.ts';
import {textStyle} from '../theme.ts';

export interface Place {
	readonly context: string | undefined;
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
}

export interface HeaderProps extends Place {
	/** Undefined while nothing is known yet. */
	readonly apps: number | undefined;
	readonly daemon: DaemonInfo | undefined;
	readonly now: Date;
	/** Whether to say the least. */
	readonly isNarrow: boolean;
}

/** The first line: where we are, who leads, what time it is. */
export function Header({context, namespace, apps, daemon, now, isNarrow}: HeaderProps) {
	const place = [
		...(context === undefined ? [] : [context]),
		namespace === undefined ? 'all namespaces' : `ns ${namespace}`,
		...(apps === undefined ? [] : [apps === 1 ? '1 app' : `${apps} apps`]),
	];
	return (
		<Box justifyContent="space-between" gap={2}>
			<Box flexShrink={1} overflow="hidden">
				<Text wrap="truncate-end">
					<Text bold>iter8</Text> {escapeLine(place.join(' · '))}
				</Text>
			</Box>
			<Box flexShrink={0} gap={2}>
				{apps !== undefined && <DaemonState daemon={daemon} now={now} isNarrow={isNarrow} />}
				<Text>{now.toTimeString().slice(0, 8)}</Text>
			</Box>
		</Box>
	);
}

function DaemonState({daemon, now, isNarrow}: Pick<HeaderProps, 'daemon' | 'now' | 'isNarrow'>) {
	if (!daemon) return <Text {...textStyle.bad}>daemon ✖ none{isNarrow ? '' : ' is running'}</Text>;
	const holder = isNarrow ? '' : ` ${fit(daemon.holder, Math.min(24, daemon.holder.length))}`;
	const seen = `${age(daemon.renewedAt, now)} ago`;
	if (daemon.isExpired)
		return <Text {...textStyle.bad}>{`daemon ✖${holder} gone${isNarrow ? '' : `, seen ${seen}`}`}</Text>;
	return (
		<Text>
			daemon <Text {...textStyle.good}>●</Text>
			{isNarrow ? ` ${seen}` : `${holder} leads, ${seen}`}
		</Text>
	);
}
