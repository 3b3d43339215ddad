import {Text} from 'ink';
import {bindings, type Action} from '../keys.ts';

export interface HintBarProps {
	/** The actions that do something now. */
	readonly enabled: ReadonlySet<Action>;
}

/** The last line: the keys that do something now, from the table of keys. */
export function HintBar({enabled}: HintBarProps) {
	return (
		<Text wrap="truncate-end">
			{bindings.map(({action, hint}) =>
				hint && enabled.has(action) ? (
					<Text key={action}>
						{' '}
						<Text bold>{hint[0]}</Text> {hint[1]}{' '}
					</Text>
				) : null,
			)}
		</Text>
	);
}
