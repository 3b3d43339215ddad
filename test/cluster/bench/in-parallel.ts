/** Does something with each item, eight at a time. */
export async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
	const left = items.values();
	const workOff = async (): Promise<void> => {
		for (const item of left) await work(item);
	};

	await Promise.all(Array.from({length: 8}, workOff));
}
