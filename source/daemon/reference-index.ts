/** Eight routemaps' worth of objects: whoever renames them without end must not fill the memory. */
const mostFormer = 1000;

/**
 * Which routemaps name which object, in both directions: object key → routemap keys. An object may be named by several
 * routemaps; names count with their exact namespace. What a routemap no longer names stays with it until its routes without it are applied,
 * since until then they may still lead there.
 */
export class ReferenceIndex {
	readonly #byObject = new Map<string, Set<string>>();
	readonly #byRoutemap = new Map<string, ReadonlySet<string>>();
	/** Objects that a routemap named before and no longer does. */
	readonly #former = new Map<string, ReadonlySet<string>>();

	/** Makes a routemap's references exactly these; returns what it lets go of at once, as there are too many of before. */
	set(routemap: string, objects: readonly string[]): readonly string[] {
		const now = new Set(objects);
		const before = this.#allOf(routemap).filter(object => !now.has(object));
		const dropped = before.slice(0, -mostFormer);
		const former = new Set(before.slice(-mostFormer));
		for (const object of dropped) this.#unlink(object, routemap);
		for (const object of now) this.#link(object, routemap);
		this.#byRoutemap.set(routemap, now);
		if (former.size > 0) this.#former.set(routemap, former);
		else this.#former.delete(routemap);
		return dropped;
	}

	/** The routemap's present routes are applied: lets go of the objects that it named only before, and returns them. */
	releaseFormer(routemap: string): readonly string[] {
		const former = [...(this.#former.get(routemap) ?? none)];
		this.#former.delete(routemap);
		for (const object of former) this.#unlink(object, routemap);
		return former;
	}

	/** The routemap is gone; returns the objects that it named. */
	delete(routemap: string): readonly string[] {
		const all = this.#allOf(routemap);
		this.#byRoutemap.delete(routemap);
		this.#former.delete(routemap);
		for (const object of all) this.#unlink(object, routemap);
		return all;
	}

	/** The routemaps that name an object, or whose routes may still lead to it. */
	routemapsOf(object: string): ReadonlySet<string> {
		return this.#byObject.get(object) ?? none;
	}

	#allOf(routemap: string): readonly string[] {
		return [...(this.#former.get(routemap) ?? none), ...(this.#byRoutemap.get(routemap) ?? none)];
	}

	#link(object: string, routemap: string): void {
		const routemaps = this.#byObject.get(object);
		if (routemaps) routemaps.add(routemap);
		else this.#byObject.set(object, new Set([routemap]));
	}

	#unlink(object: string, routemap: string): void {
		const routemaps = this.#byObject.get(object);
		routemaps?.delete(routemap);
		if (routemaps?.size === 0) this.#byObject.delete(object);
	}
}

const none: ReadonlySet<string> = new Set();
