import {Box} from 'ink';
import {useMemo} from 'react';
import type {AppInfo} from '../../info/app.ts';
import type {DaemonInfo} from '../../info/describe-daemon.ts';
import {AppDetails, detailsHeight} from '../components/app-details.tsx';
import {AppTable} from '../components/app-table.tsx';
import {Banner, bannerText} from '../components/banner.tsx';
import {Header, type Place} from '../components/header.tsx';
import {HintBar} from '../components/hint-bar.tsx';
import {Notice} from '../components/notice.tsx';
import {sizeColumns} from '../columns.ts';
import type {Known} from '../hooks/use-snapshot.ts';
import type {Action} from '../keys.ts';
import {visibleLines} from '../visible.ts';

export interface AppsScreenProps extends Place {
	readonly known: Known;
	readonly apps: readonly AppInfo[];
	readonly daemon: DaemonInfo | undefined;
	/** Index of the chosen app. */
	readonly selected: number;
	readonly now: Date;
	readonly columns: number;
	readonly rows: number;
}

const fewestColumns = 60;
const fewestRows = 15;
const moving: readonly Action[] = ['next', 'previous', 'page-down', 'page-up', 'first', 'last'];

/** All apps in one table. */
export function AppsScreen(props: AppsScreenProps) {
	const {known, apps, daemon, selected, now, columns, rows, context, namespace} = props;
	if (columns < fewestColumns || rows < fewestRows) {
		return (
			<Notice
				lines={[
					`The terminal is ${columns}×${rows}.`,
					`At least ${fewestColumns}×${fewestRows} is needed.`,
					'q quits.',
				]}
			/>
		);
	}

	const isKnown = known.snapshot !== undefined;
	const hasApps = isKnown && apps.length > 0;
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Header
				context={context}
				namespace={namespace}
				apps={isKnown ? apps.length : undefined}
				daemon={daemon}
				now={now}
				isNarrow={columns < 80}
			/>
			{isKnown && <Banner known={known} columns={columns} now={now} />}
			{hasApps ? (
				<Table {...props} height={tableHeight(known, rows, now)} />
			) : (
				<Notice lines={noticeLines(known, namespace)} />
			)}
			{hasApps && apps[selected] && <AppDetails app={apps[selected]} columns={columns} now={now} />}
			<HintBar enabled={new Set<Action>(hasApps ? [...moving, 'quit'] : ['quit'])} />
		</Box>
	);
}

/** Lines that the table's body has: the rest of the screen. */
export function tableHeight(known: Known, rows: number, now: Date): number {
	const taken = 1 + 1 + detailsHeight + 1 + (bannerText(known, now) === undefined ? 0 : 1);
	return rows - taken;
}

function Table({apps, selected, known, namespace, columns, now, height}: AppsScreenProps & {readonly height: number}) {
	const hasNamespace = namespace === undefined;
	const sized = useMemo(() => sizeColumns(apps, hasNamespace, columns - 2), [apps, hasNamespace, columns]);
	return (
		<Box height={height + 1} flexShrink={0} overflow="hidden">
			<AppTable
				columns={sized}
				lines={visibleLines(apps, selected, height)}
				selected={apps[selected]}
				now={now}
				isStale={known.trouble !== undefined}
			/>
		</Box>
	);
}

function noticeLines({snapshot, trouble}: Known, namespace: string | undefined): readonly string[] {
	const where = namespace === undefined ? 'in any namespace' : `in namespace ${namespace}`;
	if (snapshot) return [`There are no apps ${where}.`, 'Create one with: kubectl iter8 init APP'];
	if (trouble) return ['The cluster cannot be read; trying again.', trouble.error.message];
	return [`Looking for apps ${where} …`];
}
