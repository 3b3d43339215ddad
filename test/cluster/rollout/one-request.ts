import http from 'node:http';

/** Sends one GET to the app through the gateway; which version the route chose is on the answer whatever its status. */
export async function appVersionOf(
	host: string,
	port: number,
	headers: Readonly<Record<string, string>>,
): Promise<string> {
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	const request = http.get(
		{host, port, path: '/', agent: false, headers: {...headers, host: 'wisdom.default'}},
		answer => {
			answer.resume();
			const version = answer.headers['app-version'];
			answer.on('end', () => resolve(typeof version === 'string' ? version : `HTTP ${answer.statusCode}`));
		},
	);
	request.on('error', reject);
	return promise;
}
