import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {startSandbox} from '../../source/sandbox/sandbox.ts';
import {openBrowser, openPage} from '../cluster/report/browser.ts';
import {runVerb} from '../sandbox/run-verb.ts';

// npm run picture:report: draws docs/report.png, the beginning of the report of the README's compare on a sandbox

// The report shows the name of the file with the requests.
process.chdir(join(import.meta.dirname, '..', '..'));
const folder = await mkdtemp(join(tmpdir(), 'iter8-picture-'));
const file = join(folder, 'wisdom.html');
const sandbox = await startSandbox({loadTimeMs: 0});
try {
	const deploy = ['deploy', 'wisdom', '--storage-uri', 'sandbox://digits/v2', '--wait', '--yes'];
	await runVerb(sandbox.kubeconfigPath, deploy);
	const compare = ['compare', 'wisdom', '-f', 'docs/digits.jsonl', '--requests', '700', '--report', file];
	await runVerb(sandbox.kubeconfigPath, compare);
	const browser = await openBrowser();
	const {page} = await openPage(browser, pathToFileURL(file).href, {width: 1000, scheme: 'light'});
	await page.setViewportSize({width: 1000, height: 780});
	await page.screenshot({path: 'docs/report.png'});
	await browser.close();
} finally {
	await sandbox.stop();
	await rm(folder, {recursive: true});
}
