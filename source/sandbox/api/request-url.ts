import type {IncomingMessage} from 'node:http';

/** Path and query of a request; the root for a request line that names no path. */
export function urlOf({url = '/'}: IncomingMessage): URL {
	return URL.parse(`http://localhost${url}`) ?? new URL('http://localhost/');
}
