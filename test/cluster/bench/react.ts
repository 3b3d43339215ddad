import {parseArgs} from 'node:util';
import {measure} from './measure.ts';
import {builtPlugin} from './plugin.ts';
import {describe} from './react-report.ts';

// `npm run bench:react`: how fast routes follow readiness, beside the time that one apply takes
const {values} = parseArgs({
	options: {
		apps: {type: 'string', default: '20,200,1000'},
		changes: {type: 'string', default: '1000'},
		gap: {type: 'string', default: '20'},
		executable: {type: 'string'},
		'node-options': {type: 'string', default: ''},
	},
});

const executable = values.executable ?? (await builtPlugin());
for (const apps of values.apps.split(',').map(Number)) {
	console.error(`bench: ${apps} apps`);
	const result = await measure({
		apps,
		changes: Number(values.changes),
		gap: Number(values.gap),
		executable,
		nodeOptions: values['node-options'],
	});
	console.log(describe(result));
}
