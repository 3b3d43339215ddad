const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	ENOTDIR: 'a part of its path is no folder',
	EISDIR: 'it is a folder',
	EACCES: 'you may not read it',
	ELOOP: 'its links go round in a circle',
	ENAMETOOLONG: 'its name is too long',
};

/** Why a file cannot be read, in words: the file system's own where it is nothing usual. */
export function unreadableWords(error: unknown): string {
	const {code = '', message} = error as NodeJS.ErrnoException;
	return reasons[code] ?? message;
}
