import {TooLarge} from '../objects/bounded.ts';
import {decodeText} from '../objects/decode.ts';
import {textField, type Entry} from './kubeconfig.ts';
import {readTextWithin} from './read-file.ts';

/** A bundle of all the authorities that browsers trust has 0.3 MB. */
const mostCredentialBytes = 2 * 2 ** 20;

/** Certificates or a key, and which field, of what file, they come from, for errors. */
interface Pem {
	readonly bytes: Buffer;
	readonly place: string;
}

/** What FIELD-data holds in base64, else the file that FIELD names. Both at once are an error, as with kubectl. */
export function fileOrBase64(entry: Entry, field: string, owner: string): Pem | undefined {
	const base64 = textField(entry, `${field}-data`, owner);
	const file = textField(entry, field, owner);
	if (base64 !== undefined && file !== undefined) {
		throw new Error(`${owner} has both ${field} and ${field}-data: remove one`);
	}

	if (base64 !== undefined) return {bytes: decoded(base64, `${owner}: ${field}-data`), place: `${field}-data`};
	return file === undefined
		? undefined
		: {bytes: Buffer.from(readNamedText(file, `${owner}: ${field}`)), place: `${field} ${file}`};
}

/** The text of a file that an entry names. Throws an Error that says which file of `what` cannot be read. */
export function readNamedText(file: string, what: string): string {
	try {
		return readTextWithin(file, {
			mostBytes: mostCredentialBytes,
			what: `${what}: ${file}`,
			remedy: 'name the file that was meant',
		});
	} catch (error) {
		if (error instanceof TooLarge) throw error;
		throw new Error(`${what}: cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`, {
			cause: error,
		});
	}
}

/** As Go reads base64: padded, in lines or not, and nothing else. */
function decoded(base64: string, what: string): Buffer {
	const text = base64.replaceAll(/[\r\n]/g, '');
	if (text.includes('-----BEGIN')) {
		throw new Error(`${what} is PEM as it stands: encode it in base64, or name its file in the field without -data`);
	}

	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new Error(`${what} is not valid base64`);
	return Buffer.from(decodeText(Buffer.from(text, 'base64')));
}
