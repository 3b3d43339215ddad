import {explain} from '../../../explain/explain.ts';
import type {Flow} from '../flow.ts';
import {valueOf, type Values} from '../form/field.ts';
import {explainLines} from '../lines/explain-lines.ts';
import {hanging} from '../lines/hanging.ts';
import {headerFaults, headerFields, headerFlags, headersOf, pathFault} from './headers.ts';
import {appCommand, type AppSubject} from './subject.ts';

const methods = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Where a request goes by what is known of the cluster, again with each key; sends nothing. */
export function explainFlow(subject: AppSubject): Flow {
	const {session, info: opened} = subject;
	return {
		title: `Explain a request to ${opened.name}`,
		form: () =>
			Promise.resolve({
				fields: values => [
					...headerFields(values),
					{name: 'path', label: 'Path'},
					{name: 'method', label: 'Method', choices: methods},
				],
				initial: {path: '/'},
				check: values => {
					const path = pathFault(valueOf(values, 'path').trim());
					return {...headerFaults(values), ...(path === undefined ? {} : {path})};
				},
				view(values, {info, snapshot}, width) {
					if (!snapshot || !info)
						return hanging(' ◌ ', 'nothing is known of the cluster yet: open this again in a moment', width);
					const {headers, path, method} = questionOf(values);
					const command = appCommand(subject, {
						name: 'explain',
						flags: {
							header: headerFlags(headers),
							path: path === '/' ? undefined : path,
							method: method === 'POST' ? undefined : method,
						},
					});
					return [
						...explainLines(explain(snapshot, info, {headers, path, method}, session.now()), width),
						[],
						[{text: ' The same by hand', tone: 'faint'}],
						...hanging('   ', command, width, 'faint'),
					];
				},
			}),
	};
}

function questionOf(values: Values) {
	const path = valueOf(values, 'path').trim();
	return {headers: headersOf(values), path: path === '' ? '/' : path, method: valueOf(values, 'method')};
}
