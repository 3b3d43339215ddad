import {Text} from 'ink';
import {age} from '../../print/age.ts';
import type {Known} from '../hooks/use-snapshot.ts';
import {fit} from '../fit.ts';
import {textStyle} from '../theme.ts';

export interface BannerProps {
	readonly known: Known;
	readonly columns: number;
	readonly now: Date;
}

/** What is wrong with what is shown: it may be out of date, or a kind of object is missing in the cluster. */
export function bannerText({snapshot, trouble}: Known, now: Date): string | undefined {
	if (trouble) {
		const since = age(trouble.since.toISOString(), now);
		return `✖ stale for ${since}, retrying: ${trouble.error.message}`;
	}

	const [missing] = snapshot?.missingKinds ?? [];
	return missing === undefined ? undefined : `✖ ${missing}`;
}

export function Banner({known, columns, now}: BannerProps) {
	const text = bannerText(known, now);
	return text === undefined ? null : (
		<Text {...textStyle.bad} inverse>
			{fit(text, columns)}
		</Text>
	);
}
