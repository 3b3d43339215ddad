/** The log of a container that has written nothing. */
export async function* noLog(): AsyncGenerator<readonly string[]> {
	yield [];
}
